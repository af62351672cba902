import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { factoryRevision } from '../../electron/gateway/factory-revision.ts';

/**
 * A supervision that speaks the launcher's protocol and misbehaves on command. `fake.json` in the data folder says how, by
 * revision; what it was told is appended to `boots.ndjson` and `heard.ndjson`; `POST /say` makes it send a message.
 */

export type Behaviour =
  | 'healthy'
  | 'unhealthy'
  | 'crash'
  | 'crash-once'
  | 'mute'
  | 'wrong-revision'
  | 'stubborn';

const boot = JSON.parse(String(process.env.GATEWRIGHT_BOOT));
const note = (name: string, line: unknown) =>
  appendFileSync(join(boot.dataFolder, name), `${JSON.stringify(line)}\n`);

// Installed revisions are started through a small program beside their manifest, which names its folder here.
const home = process.env.FAKE_SUPERVISION_HOME ?? '';
const revision =
  home === '' ? factoryRevision : JSON.parse(readFileSync(join(home, 'manifest.json'), 'utf8')).revision;
const plan = join(boot.dataFolder, 'fake.json');
const behaviours = existsSync(plan) ? JSON.parse(readFileSync(plan, 'utf8')) : {};
let behaviour: Behaviour = behaviours[revision] ?? 'healthy';

const bootsBefore = existsSync(join(boot.dataFolder, 'boots.ndjson'))
  ? readFileSync(join(boot.dataFolder, 'boots.ndjson'), 'utf8')
  : '';
note('boots.ndjson', { revision, pid: process.pid, ...boot });
if (behaviour === 'crash-once')
  behaviour = bootsBefore.includes(`{"revision":"${revision}"`) ? 'healthy' : 'crash';
if (behaviour === 'crash') {
  process.stderr.write('fake crash\n');
  process.exit(9);
}

const server = createServer(async (request, response) => {
  if (request.url === '/say') {
    process.send?.(JSON.parse(await text(request)));
    response.end('said');
    return;
  }
  const failing = behaviour === 'unhealthy';
  response.statusCode = failing ? 503 : 200;
  response.end(
    JSON.stringify({
      status: failing ? 'failing' : 'ok',
      revision: behaviour === 'wrong-revision' ? '1999.01' : revision,
      bootId: boot.bootId,
      checks: { database: { ok: !failing, detail: 'fake' } },
    }),
  );
});

process.on('message', (message) => {
  note('heard.ndjson', message);
  const { type } = message as { type: string };
  if (type === 'stop' && behaviour !== 'stubborn') process.exit(0);
});
process.on('SIGTERM', () => {
  if (behaviour !== 'stubborn') process.exit(0);
});
process.once('disconnect', () => {
  if (behaviour !== 'stubborn') process.exit(0);
});

server.listen(boot.port, boot.host, () => {
  const { port } = server.address() as AddressInfo;
  if (behaviour !== 'mute') {
    process.send?.({ type: 'ready', url: `http://${boot.host}:${port}`, port, revision });
  }
});
