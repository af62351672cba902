import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { verifyActivity } from '../../electron/gateway/supervision/activity/verify-activity.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const kills = 12;

/** Writes until it has said so many entries, is killed then, and answers the last one that it said. */
async function writeAndKill(folder: string, afterEntries: number): Promise<number> {
  const child = spawn(process.execPath, ['test/faults/activity-writer.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    if (said.split('\n').length > afterEntries) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return Number(said.trim().split('\n').at(-1));
}

test('whenever its writer is killed, the activity log is whole and holds what was written', async () => {
  const folder = await temporaryFolder();
  for (let kill = 0; kill < kills; kill++) {
    const last = await writeAndKill(folder, 1 + kill * 7);
    expect(verifyActivity(folder)).toMatchObject({ exitCode: 0 });
    const sql = new DatabaseSync(join(folder, 'activity.sqlite'), { readOnly: true });
    const rows = sql.prepare('SELECT details FROM activity ORDER BY number DESC LIMIT 3').all();
    sql.close();
    // The one after it may have been on its way.
    expect(rows.map(({ details }) => JSON.parse(String(details)).number)).toContain(last);
  }
}, 120_000);
