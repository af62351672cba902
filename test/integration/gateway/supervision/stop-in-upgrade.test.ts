import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { GatewayJob } from '../../../../shared/gateway-api/jobs.ts';
import { makeKeys, supervisionPackage } from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** Stopping in the middle of an upgrade once wrote to a database that was closed already. */

const keys = makeKeys();
const version = '2026.12.1';

test.each(['snapshot', 'stopping-drivers', 'installing'])(
  'stopped in the phase %s, the upgrade ends in order and its job says so',
  async (phase) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'keys'));
    await writeFile(join(folder, 'keys', 'acme.pem'), keys.publicPem);
    const troubles: string[] = [];
    const log = pino(
      { level: 'info' },
      {
        write(line: string) {
          const { level, msg, phase: entered } = JSON.parse(line);
          if (level >= 50) troubles.push(line);
          if (msg === 'job phase' && entered === phase) stopped = gateway.stop();
        },
      },
    );
    let stopped: Promise<void> | null = null;
    const gateway = await inProcessGateway({ folder, deps: { log } });
    const cookie = await gateway.login();
    const content = await supervisionPackage(version, { key: keys.privateKey });
    await gateway.upload('/system/upgrade', [{ name: 'package.zip', content }], cookie);
    await eventually(() => stopped).not.toBeNull();
    await stopped;
    expect(troubles).toEqual([]);
    expect(gateway.sent.map(({ type }) => type)).not.toContain('switch');
    const row = gateway.database((sql) => sql.prepare('SELECT state, outcome, phase FROM jobs').get());
    expect(row).toMatchObject({ state: 'done', outcome: 'interrupted', phase });
    expect(await readdir(join(folder, 'uploads'))).toEqual([]);
    await gateway.restart();
    const { jobs } = (await (await gateway.get('/system/jobs', cookie)).json()) as { jobs: GatewayJob[] };
    expect(jobs).toMatchObject([{ outcome: 'interrupted', code: 'JOB_INTERRUPTED' }]);
  },
  60_000,
);
