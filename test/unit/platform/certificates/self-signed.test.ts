import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { ensureCertificate } from '#platform/certificates/self-signed.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const names = { commonName: 'boiler-room', altNames: ['boiler-room', '127.0.0.1'] };

test('is made once, kept over other names, and private', async () => {
  const folder = join(await temporaryFolder(), 'tls');
  const made = await ensureCertificate(folder, names);
  expect(await ensureCertificate(folder, { commonName: 'other', altNames: [] })).toEqual(made);
  expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o600);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(made.fingerprint);
  expect(certificate.checkHost('boiler-room')).toBe('boiler-room');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.validToDate.getFullYear()).toBeGreaterThan(new Date().getFullYear() + 20);
});

test('a client that trusts it can connect', async () => {
  const { key, cert } = await ensureCertificate(await temporaryFolder(), names);
  const server = createServer({ key, cert }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, ca: cert, servername: 'boiler-room' });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  expect(socket.authorized).toBe(true);
  socket.destroy();
});

test('a pair that does not fit or cannot be read is replaced', async () => {
  const folder = await temporaryFolder();
  const first = await ensureCertificate(folder, names);
  const other = await ensureCertificate(await temporaryFolder(), names);
  await writeFile(join(folder, 'key.pem'), other.key);
  const second = await ensureCertificate(folder, names);
  expect(second.fingerprint).not.toBe(first.fingerprint);
  await writeFile(join(folder, 'cert.pem'), 'nonsense');
  const third = await ensureCertificate(folder, names);
  expect(await readFile(join(folder, 'cert.pem'), 'utf8')).toBe(third.cert);
});
