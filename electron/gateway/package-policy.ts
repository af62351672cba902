import type { SignatureState } from '#platform/signatures/sign.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { compareRevisions } from '#shared/gateway-api/revision.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** What this gateway demands of packages and images; pure decisions over an inspected archive. */
export interface PackagePolicy {
  allowUnsigned: boolean;
  launcherVersion: string;
}

/** SIGNATURE_MISSING or SIGNATURE_UNKNOWN; with `allowUnsigned` a warning instead (contract §3). */
export function judgeSignature(
  file: string,
  signature: SignatureState,
  policy: PackagePolicy,
): Result<{ warning: string | null }> {
  if (signature.state === 'trusted') return ok({ warning: null });
  const refused = failure(signature.state === 'missing' ? 'SIGNATURE_MISSING' : 'SIGNATURE_UNKNOWN', {
    file,
  });
  if (!policy.allowUnsigned) return fail(refused);
  const what =
    signature.state === 'missing' ? 'is not signed' : 'is signed with a key that is not trusted here';
  return ok({ warning: `${file} ${what}; this gateway was started to accept it` });
}

/** LAUNCHER_TOO_OLD when the archive was made for a newer launcher. */
export function judgeLauncher(file: string, needed: string, policy: PackagePolicy): Failure | null {
  const { launcherVersion: launcher } = policy;
  return compareRevisions(needed, launcher) > 0
    ? failure('LAUNCHER_TOO_OLD', { file, needed, launcher })
    : null;
}

/** REVISION_RUNNING, or REVISION_OLDER unless going back is allowed. */
export function judgeRevision(
  file: string,
  revision: string,
  running: string,
  allowDowngrade: boolean,
): Failure | null {
  const order = compareRevisions(revision, running);
  if (order === 0) return failure('REVISION_RUNNING', { file, revision });
  if (order < 0 && !allowDowngrade) return failure('REVISION_OLDER', { file, revision, running });
  return null;
}

/** An image that may be any file is called by its name without its ending. */
export const versionOfImage = (fileName: string): string => fileName.replace(/(?<=.)\.[^.]*$/, '');
