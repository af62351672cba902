import { createHash, createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { writeFileAtomic } from '../files/atomic-file.ts';
import { isFileError } from '../files/file-error.ts';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** Lowercase hex SHA-256 of the certificate's DER bytes: what a client pins. */
  fingerprint: string;
}

/** Long enough that a box in a plant never stops over a date that nobody watches; clients pin it anyway. */
const validYears = 30;

/**
 * The certificate kept in `folder` (`key.pem`, `cert.pem`), made on first use. It stays the same over changes of name and
 * address, because clients have pinned it; one that cannot be read is replaced.
 */
export async function ensureCertificate(
  folder: string,
  options: { commonName: string; altNames: readonly string[] },
): Promise<Certificate> {
  const keyFile = join(folder, 'key.pem');
  const certificateFile = join(folder, 'cert.pem');
  const kept = await readKept(keyFile, certificateFile);
  if (kept !== null) return kept;
  const made = await makeCertificate(options);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(keyFile, made.key, { mode: 0o600 });
  await writeFileAtomic(certificateFile, made.cert);
  return withFingerprint(made.key, made.cert);
}

async function readKept(keyFile: string, certificateFile: string): Promise<Certificate | null> {
  try {
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);

    // Written one after the other: a crash in between leaves a pair that does not fit.
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
      ? withFingerprint(key, cert)
      : null;
  } catch (error) {
    if (isFileError(error, 'EACCES', 'EIO')) throw error;
    return null;
  }
}

const withFingerprint = (key: string, cert: string): Certificate => ({
  key,
  cert,
  fingerprint: createHash('sha256').update(new X509Certificate(cert).raw).digest('hex'),
});

async function makeCertificate(options: { commonName: string; altNames: readonly string[] }) {
  // The library decorates classes through this polyfill. Both are loaded here: a plain start does not need them.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date(Date.now() - 24 * 60 * 60 * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validYears);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Positive and without a leading zero, as the standard wants it.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: [{ CN: [options.commonName] }],
    notBefore,
    notAfter,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        // Never empty, which the standard forbids.
        [...new Set([...options.altNames, 'localhost'])].map(
          (value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const,
        ),
      ),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}
