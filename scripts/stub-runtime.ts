/**
 * A folder that electron-builder takes for an unpacked Electron. It cannot start; it lets a machine without the runtime
 * pack, so that what goes into the package and which fuses are set can be looked at.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How @electron/fuses finds the fuse wire in Electron's binary. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The wire of an Electron that nobody touched: version 1, nine fuses (all of @electron/fuses 2.1), '1' on, '0' off. */
const untouchedFuses = '101100011';

const fuseWire = (): Buffer =>
  Buffer.concat([
    Buffer.from(fuseSentinel),
    Buffer.from([1, untouchedFuses.length]),
    Buffer.from(untouchedFuses),
  ]);

/** Writes the stub for Linux into `folder`, which is made. */
export async function writeStubRuntime(folder: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'), { recursive: true });
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\necho "stub of the Electron runtime"; exit 1\n'),
    fuseWire(),
  ]);
  await writeFile(join(folder, 'electron'), program, { mode: 0o755 });
  await writeFile(join(folder, 'chrome-sandbox'), '', { mode: 0o755 });
  await writeFile(join(folder, 'LICENSE'), 'stub\n');
}
