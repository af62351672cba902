import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  removeAbandonedDownloads,
  unfinishedDownload,
} from '../../../../electron/workbench/transfers/unfinished-downloads.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);

async function place(path: string, changedAt: Date): Promise<string> {
  await writeFile(path, 'x');
  await utimes(path, changedAt, changedAt);
  return path;
}

test('a download that a killed workbench left is removed; a running one and files of the user stay', async () => {
  const folder = await temporaryFolder();
  await place(unfinishedDownload(folder), minutesAgo(61));
  const running = await place(unfinishedDownload(folder), minutesAgo(59));
  const backup = await place(join(folder, 'boiler-room-2026-11-21.zip'), minutesAgo(600));
  const foreign = await place(join(folder, '.gatewright-notes.part'), minutesAgo(600));
  await removeAbandonedDownloads(folder, now);
  const left = (await readdir(folder)).map((name) => join(folder, name));
  expect(left.sort()).toEqual([running, backup, foreign].sort());
});

test('a folder that is not there yet is fine', async () => {
  await removeAbandonedDownloads(join(await temporaryFolder(), 'later'), now);
});
