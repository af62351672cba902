import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface ServerCertificate {
  /** PEM. */
  key: string;
  /** PEM, with its chain. */
  cert: string;
  /**
   * Whether browsers may be told to never speak plain http with this name again. Not with a certificate that they do not
   * trust by themselves: HSTS forbids them to go on after the warning, and the gateway could not be reached any more.
   */
  hsts: boolean;
}

/** What of a server's options says how it is secured. */
export interface Secured {
  tls: boolean;
  /** PEM files of a certificate that was given. */
  certificate: { cert: string; key: string } | null;
  host: string;
}

/**
 * The certificate that was given, or one of the server's own, made at the first start; undefined: plain http. Throws the
 * file system's error. Prints nothing: the fingerprint is what a client sees and pins.
 */
export async function serverCertificate(
  { tls, certificate, host }: Secured,
  folder: string,
): Promise<ServerCertificate | undefined> {
  if (!tls) return undefined;
  if (certificate !== null) {
    const [key, cert] = await Promise.all([
      readFile(certificate.key, 'utf8'),
      readFile(certificate.cert, 'utf8'),
    ]);
    return { key, cert, hsts: !isSelfSigned(cert) };
  }
  // Loaded with a certificate of its own only.
  const { ensureCertificate } = await import('./self-signed.ts');
  const altNames = [...new Set([hostname(), 'localhost', '127.0.0.1', '::1', host])].filter(
    (altName) => altName !== '0.0.0.0' && altName !== '::',
  );
  const { key, cert } = await ensureCertificate(folder, { commonName: hostname(), altNames });
  return { key, cert, hsts: false };
}

function isSelfSigned(cert: string): boolean {
  const { issuer, subject } = new X509Certificate(cert);
  return issuer === subject;
}
