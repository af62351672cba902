import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder } from '#platform/processes/folder-lock.ts';
import { createForkSpawner } from '#platform/processes/fork-spawner.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const source = new URL('../../../../electron/platform/processes/folder-lock.ts', import.meta.url).href;

test('one holder at a time within a process', async () => {
  const folder = join(await temporaryFolder(), 'made');
  const first = lockFolder(folder);
  expect(first.ok).toBe(true);
  expect(lockFolder(folder)).toMatchObject({ ok: false, failure: { code: 'FOLDER_IN_USE' } });
  if (first.ok) first.value.release();
  const second = lockFolder(folder);
  expect(second.ok).toBe(true);
  if (second.ok) second.value.release();
});

test('the system frees the lock of a process that was killed', async () => {
  const folder = await temporaryFolder();
  const entry = join(folder, 'holder.mjs');
  await writeFile(
    entry,
    `import { lockFolder } from '${source}'; globalThis.lock = lockFolder('${folder}'); process.on('message', () => {}); process.send(globalThis.lock.ok);`,
  );
  const child = createForkSpawner().spawn(entry, { name: 'holder', args: [], env: {}, onOutput: () => {} });
  onTestFinished(() => child.kill('SIGKILL'));
  expect(await new Promise((resolve) => child.onMessage(resolve))).toBe(true);
  expect(lockFolder(folder)).toMatchObject({ failure: { code: 'FOLDER_IN_USE' } });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.onExit(resolve));
  const lock = lockFolder(folder);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});
