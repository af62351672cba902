import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBackup } from '../../../../../electron/gateway/supervision/backup/read-backup.ts';
import { backupArchive, someParts } from '../../../../fakes/archives.ts';
import { configuration } from '../../../../fakes/generated-configuration.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

/** What a restore would put into the database, or the code of the refusal. */
async function read(path: string): Promise<{ code: string } | { items: string }> {
  const items: unknown[] = [];
  const found = await readBackup(path, 'b.zip', (part, item) => items.push([part, item]), {
    references: true,
  });
  return found.ok ? { items: JSON.stringify(items) } : { code: found.failure.code };
}

test('a backup with any one byte changed is refused or restores exactly', async () => {
  const path = join(await temporaryFolder(), 'b.zip');
  const outcomes = { refused: 0, exact: 0 };
  await fc.assert(
    fc.asyncProperty(configuration, fc.nat(), fc.integer({ min: 1, max: 255 }), async (parts, at, change) => {
      const bytes = await backupArchive(someParts(parts));
      await writeFile(path, bytes);
      const whole = await read(path);
      expect(whole).toHaveProperty('items');
      const index = at % bytes.length;
      bytes.writeUInt8((bytes.readUInt8(index) ^ change) & 0xff, index);
      await writeFile(path, bytes);
      const mutated = await read(path);
      if ('code' in mutated) {
        expect(mutated.code).toMatch(/^(ARCHIVE|BACKUP|FILE)_/);
        outcomes.refused += 1;
      } else {
        expect(mutated).toEqual(whole);
        outcomes.exact += 1;
      }
    }),
    { numRuns: 150 },
  );
  expect(outcomes.refused).toBeGreaterThan(outcomes.exact);
});

test('a backup that is cut off anywhere is refused', async () => {
  const path = join(await temporaryFolder(), 'b.zip');
  const bytes = await backupArchive(someParts());
  for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 60)) {
    await writeFile(path, bytes.subarray(0, length));
    expect(await read(path)).toHaveProperty('code');
  }
});
