import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  driverLogFiles,
  openDriverLog,
} from '../../../../../electron/gateway/supervision/drivers/driver-log-files.ts';
import { driverLogLines } from '../../../../../electron/gateway/supervision/points/driver-log-lines.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const at = Date.parse('2026-11-21T12:00:00Z');
const all = async (folder: string) => {
  const lines = [];
  for await (const line of driverLogLines(folder, 'modbus', '12')) lines.push(line);
  return lines;
};

test('both files and what was rotated away, in order of time', async () => {
  const folder = await temporaryFolder();
  const { out } = driverLogFiles(folder, 'modbus', '12');
  await writeFile(`${out}.1`, `{"ts":"2026-11-21T11:00:00.000Z","level":"info","msg":"rotated"}\n`);
  const log = openDriverLog(folder, 'modbus', '12');
  log.write('info', 'connected', at);
  log.write('error', 'no answer', at + 1_000);
  log.write('info', 'connected again', at + 2_000);
  log.close();
  expect((await all(folder)).map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'info rotated',
    'info connected',
    'error no answer',
    'info connected again',
  ]);
});

test('lines that are no JSON, binary ones and one without an end break nothing', async () => {
  const folder = await temporaryFolder();
  const { out } = driverLogFiles(folder, 'modbus', '12');
  const bytes = Buffer.concat([
    Buffer.from('{"ts":"2026-11-21T12:00:00.000Z","level":"warn","msg":"good"}\n{"ts":"2026-'),
    Buffer.from([0, 255, 254, 10]),
    Buffer.from('x'.repeat(200_000)),
  ]);
  await writeFile(out, bytes);
  const lines = await all(folder);
  expect(lines[0]).toEqual({ ts: '2026-11-21T12:00:00.000Z', level: 'warn', msg: 'good' });
  expect(lines.length).toBeGreaterThan(2);
  for (const { ts, msg } of lines) {
    expect(ts).toBe('2026-11-21T12:00:00.000Z');
    expect(msg.length).toBeLessThan(10_000);
  }
});

test('an instance that never logged has an empty log', async () => {
  expect(await all(await temporaryFolder())).toEqual([]);
});
