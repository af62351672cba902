import { join } from 'node:path';
import type { Logger } from 'pino';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { loadTrustedKeys } from '#platform/signatures/trusted-keys.ts';
import type { FirmwareManifest, SupervisionManifest } from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { gatewayFolders } from '../../launcher-protocol.ts';
import { judgeLauncher, judgeSignature, type PackagePolicy } from '../../package-policy.ts';

interface InspectOptions {
  dataFolder: string;
  keyFolders: readonly string[];
  policy: PackagePolicy;
  log: Logger;
}

type ManifestOf = { supervision: SupervisionManifest; firmware: FirmwareManifest };

/** Checks an uploaded package or image as far as that needs no knowledge of what runs: archive, signature, launcher. */
export async function inspectUpload<K extends keyof ManifestOf>(
  upload: Upload,
  kind: K,
  { dataFolder, keyFolders, policy, log }: InspectOptions,
): Promise<Result<{ manifest: ManifestOf[K]; warning: string | null }>> {
  const { keys, problems } = await loadTrustedKeys([join(dataFolder, gatewayFolders.keys), ...keyFolders]);
  for (const problem of problems) log.warn(problem, 'a key file cannot be used');
  const inspected = await inspectArchive(upload.path, upload.name, { trustedKeys: keys, expected: kind });
  if (!inspected.ok) return inspected;
  const { manifest, signature } = inspected.value;
  if (manifest.kind !== kind) throw new Error('the inspection let another kind pass');
  const signed = judgeSignature(upload.name, signature, policy);
  if (!signed.ok) return signed;
  const found = manifest as ManifestOf[K];
  const tooOld = judgeLauncher(upload.name, found.minimumLauncher, policy);
  return tooOld === null ? ok({ manifest: found, warning: signed.value.warning }) : fail(tooOld);
}
