import { z } from 'zod';
import { failure } from '#shared/errors/failure.ts';
import {
  type ArchiveKind,
  backupFormat,
  type Manifest,
  manifestSchema,
  packageFormat,
} from '#shared/gateway-api/manifests.ts';
import { fail, ok, type Result } from '#shared/result.ts';

const supportedFormats: Record<ArchiveKind, number> = {
  backup: backupFormat,
  supervision: packageFormat,
  firmware: packageFormat,
};

const kindWords: Record<ArchiveKind, string> = {
  backup: 'backup',
  supervision: 'supervision package',
  firmware: 'firmware image',
};

/** What every format of every kind has, so that a newer one can be told from a broken one. */
const headSchema = z.object({ kind: z.enum(['backup', 'supervision', 'firmware']), format: z.int().min(1) });

/** Fails with ARCHIVE_BAD_MANIFEST, ARCHIVE_WRONG_KIND or ARCHIVE_NEWER_FORMAT; `file` is the name for people. */
export function parseManifest(bytes: Uint8Array, file: string, expected?: ArchiveKind): Result<Manifest> {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail(failure('ARCHIVE_BAD_MANIFEST', { file, what: 'it is not JSON' }, String(error)));
  }
  const head = headSchema.safeParse(raw);
  if (!head.success) return fail(badManifest(file, head.error));
  const { kind, format } = head.data;
  if (expected !== undefined && kind !== expected) {
    return fail(
      failure('ARCHIVE_WRONG_KIND', { file, found: kindWords[kind], expected: kindWords[expected] }),
    );
  }
  const supported = supportedFormats[kind];
  if (format > supported) {
    return fail(failure('ARCHIVE_NEWER_FORMAT', { file, found: format, supported }));
  }
  const parsed = manifestSchema.safeParse(raw);
  return parsed.success ? ok(parsed.data) : fail(badManifest(file, parsed.error));
}

function badManifest(file: string, error: z.ZodError) {
  const first = error.issues[0];
  const where = first === undefined || first.path.length === 0 ? 'its content' : first.path.join('.');
  return failure('ARCHIVE_BAD_MANIFEST', { file, what: `${where}: ${first?.message ?? 'unusable'}` });
}
