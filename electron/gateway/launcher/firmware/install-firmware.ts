import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { extractArchive } from '#platform/archives/extract-archive.ts';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import { fsyncFolder, removeUnfinished, writeFileAtomic } from '#platform/files/atomic-file.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { launcherVersion, type StagedFirmware } from '../../launcher-protocol.ts';
import { judgeLauncher, judgeSignature } from '../../package-policy.ts';
import type { Firmware, Slot } from '../launcher-state.ts';

interface InstallOptions {
  /** `install/` of the data folder. */
  installFolder: string;
  /** `firmware/` of the data folder: `slots/a`, `slots/b`, `active.json`. */
  firmwareFolder: string;
  keyFolders: readonly string[];
  allowUnsigned: boolean;
  /** What runs now; its slot is not touched. */
  current: Firmware;
}

/**
 * Unpacks the staged image into the slot that is free, after checking it again: between the upload and this boot anything
 * may have happened to the file. Nothing is switched yet. Fails with ARCHIVE_…, SIGNATURE_…, LAUNCHER_TOO_OLD, DISK_FULL.
 */
export async function installFirmware(
  staged: StagedFirmware,
  options: InstallOptions,
): Promise<Result<Firmware>> {
  const path = join(options.installFolder, staged.file);
  const file = staged.originalName;
  const checked = await check(staged, path, options);
  if (!checked.ok) return checked;
  const { manifest } = checked.value;

  const slot: Slot = options.current.slot === 'a' ? 'b' : 'a';
  const slots = join(options.firmwareFolder, 'slots');
  const unfinished = join(slots, `${slot}.tmp`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const extracted = await extractArchive(path, file, unfinished, { manifest });
  if (!extracted.ok) {
    await rm(unfinished, { recursive: true, force: true });
    return extracted;
  }
  await rm(join(slots, slot), { recursive: true, force: true });
  await rename(unfinished, join(slots, slot));
  await fsyncFolder(slots);
  return ok({ slot, version: manifest.version });
}

async function check(staged: StagedFirmware, path: string, options: InstallOptions) {
  const file = staged.originalName;
  try {
    const { sha256 } = await hashFile(path);
    if (sha256 !== staged.sha256) return fail(failure('ARCHIVE_HASH_MISMATCH', { file, entry: file }));
  } catch (error) {
    return fail(failure('FILE_READ', { file, why: String(error) }));
  }
  const { keys } = await loadTrustedKeys(options.keyFolders);
  const inspected = await inspectArchive(path, file, { trustedKeys: keys, expected: 'firmware' });
  if (!inspected.ok) return inspected;
  const { manifest, signature } = inspected.value;
  if (manifest.kind !== 'firmware') throw new Error(`inspected as ${manifest.kind}`);
  const policy = { allowUnsigned: options.allowUnsigned, launcherVersion };
  const signed = judgeSignature(file, signature, policy);
  if (!signed.ok) return signed;
  const tooOld = judgeLauncher(file, manifest.minimumLauncher, policy);
  return tooOld === null ? ok({ manifest }) : fail(tooOld);
}

/** Tells the layer below which slot counts, as one atomic write; the launcher's own state decides what that is. */
export async function markFirmware(firmwareFolder: string, firmware: Firmware): Promise<void> {
  const path = join(firmwareFolder, 'active.json');
  const marker = `${JSON.stringify({ format: 1, ...firmware })}\n`;
  if ((await readFile(path, 'utf8').catch(() => null)) === marker) return;
  await mkdir(firmwareFolder, { recursive: true });
  await writeFileAtomic(path, marker);
}

/** Removes what an interrupted installation left behind. */
export async function removeUnfinishedFirmware(firmwareFolder: string): Promise<void> {
  await removeUnfinished(firmwareFolder);
  for (const slot of ['a', 'b']) {
    await rm(join(firmwareFolder, 'slots', `${slot}.tmp`), { recursive: true, force: true });
  }
}
