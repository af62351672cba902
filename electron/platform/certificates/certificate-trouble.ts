import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileReason } from '#platform/files/file-error.ts';

/**
 * Why the given certificate cannot be used, as a sentence, or null. Asked once before the first start: in a child
 * process the same trouble would only be a line in a log and a restart after the other.
 */
export async function findCertificateTrouble(
  given: { cert: string; key: string } | null,
): Promise<string | null> {
  if (given === null) return null;
  const texts: Record<'cert' | 'key', string> = { cert: '', key: '' };
  for (const name of ['cert', 'key'] as const) {
    try {
      texts[name] = await readFile(given[name], 'utf8');
    } catch (error) {
      return `--${name} ${given[name]} cannot be read: ${fileReason(error)}.`;
    }
  }
  const certificate = parse(() => new X509Certificate(texts.cert));
  if (certificate === null) return `--cert ${given.cert} is no certificate in PEM form.`;
  const key = parse(() => createPrivateKey(texts.key));
  if (key === null) return `--key ${given.key} is no private key in PEM form without a password.`;
  if (!certificate.checkPrivateKey(key)) return `--key ${given.key} does not belong to --cert ${given.cert}.`;
  return null;
}

function parse<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
