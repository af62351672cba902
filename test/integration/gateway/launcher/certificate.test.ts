import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCertificateTrouble } from '../../../../electron/platform/certificates/certificate-trouble.ts';
import { ensureCertificate } from '../../../../electron/platform/certificates/self-signed.ts';
import { startRealGateway } from '../../../fakes/real-gateway.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** Certificates that were given, as an operator's own authority makes them. */

const isThere = (program: string): boolean => {
  try {
    execFileSync(program, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const hasOpenssl = isThere('openssl');

async function issued(): Promise<{ cert: string; key: string; authority: string }> {
  const folder = await temporaryFolder();
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=Plant CA',
    '-days',
    '2',
  );
  openssl('req', ...curve, '-keyout', at('box.key'), '-out', at('box.csr'), '-subj', '/CN=box.plant.example');
  await writeFile(at('san'), 'subjectAltName=DNS:box.plant.example,IP:127.0.0.1');
  openssl(
    ...['x509', '-req', '-in', at('box.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'],
    ...['-out', at('box.pem'), '-days', '2', '-extfile', at('san')],
  );
  return { cert: at('box.pem'), key: at('box.key'), authority: await readFile(at('ca.pem'), 'utf8') };
}

const hstsOf = (url: string, ca: string) =>
  new Promise<string | undefined>((resolve, reject) => {
    get(`${url}/health`, { ca }, (answer) => {
      answer.resume();
      resolve(answer.headers['strict-transport-security']);
    }).on('error', reject);
  });

describe.runIf(hasOpenssl)('a certificate of an authority', () => {
  test('is served with HSTS, and the launcher finds the gateway healthy with it', async () => {
    const { cert, key, authority } = await issued();
    const gateway = await startRealGateway({ args: ['--cert', cert, '--key', key] });
    expect(gateway.address).toMatch(/^https:/);
    expect(await hstsOf(gateway.address, authority)).toContain('max-age=');
  });
});

test('one that nobody vouches for is served without HSTS', async () => {
  const folder = await temporaryFolder();
  const made = await ensureCertificate(folder, { commonName: 'box', altNames: ['127.0.0.1'] });
  const args = ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'key.pem')];
  const gateway = await startRealGateway({ args });
  expect(await hstsOf(gateway.address, made.cert)).toBeUndefined();
});

test('its own is served without HSTS', async () => {
  const gateway = await startRealGateway({ args: ['--tls'] });
  const own = await readFile(join(gateway.dataFolder, 'tls/cert.pem'), 'utf8');
  expect(await hstsOf(gateway.address.replace('127.0.0.1', 'localhost'), own)).toBeUndefined();
});

describe('what cannot be used is told before anything starts', () => {
  const pair = async () => {
    const folder = await temporaryFolder();
    await ensureCertificate(folder, { commonName: 'box', altNames: [] });
    return { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  };

  test('a pair that does not fit, files that are not there or are something else', async () => {
    const [one, two] = [await pair(), await pair()];
    expect(await findCertificateTrouble(null)).toBeNull();
    expect(await findCertificateTrouble(one)).toBeNull();
    expect(await findCertificateTrouble({ cert: one.cert, key: two.key })).toContain('does not belong to');
    expect(await findCertificateTrouble({ cert: '/none.pem', key: one.key })).toContain('cannot be read');
    expect(await findCertificateTrouble({ cert: one.key, key: one.key })).toContain('is no certificate');
    expect(await findCertificateTrouble({ cert: one.cert, key: one.cert })).toContain('is no private key');
  });

  test('by the program', async () => {
    const args = ['--cert', '/none.pem', '--key', '/none.pem'];
    await expect(startRealGateway({ args })).rejects.toThrow(
      '--cert /none.pem cannot be read: it is not there.',
    );
  });
});
