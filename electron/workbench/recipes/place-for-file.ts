import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { safeName } from '../transfers/file-name.ts';

/** A path in `folder` that is not taken: `name`, or `name (2)` and so on. Makes the folder. */
export async function placeForFile(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { name: stem, ext } = parse(safeName(name) || 'received');
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? `${stem}${ext}` : `${stem} (${number})${ext}`);
    if (!existsSync(path)) return path;
  }
}
