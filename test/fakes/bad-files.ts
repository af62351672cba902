import { createHash, type KeyObject } from 'node:crypto';
import { signBytes } from '../../electron/platform/signatures/sign.ts';
import { supervisionPackage } from './archives.ts';
import { zipBytes } from './zip-bytes.ts';

/** Files that nobody should install, as they reach a technician. */

/** A signed package whose program was changed afterwards and whose checksums were mended: the manifest's hash is left. */
function mismatched(key: KeyObject): Buffer {
  const sha256 = createHash('sha256').update('honest').digest('hex');
  const manifest = JSON.stringify({
    ...{ kind: 'supervision', format: 1, name: 'forged package', revision: '2031.01' },
    ...{ minimumLauncher: '2026.01', entry: 'supervision.js', createdAt: '2026-11-21T09:00:00.000Z' },
    files: { 'supervision.js': { sha256, bytes: 6 } },
  });
  return zipBytes([
    { name: 'manifest.json', content: manifest },
    { name: 'manifest.sig', content: signBytes(Buffer.from(manifest), key) },
    { name: 'supervision.js', content: 'forged' },
  ]);
}

/** File name → content, for a gateway that runs 2026.11.0 and trusts `key` alone. */
export async function badFiles(keys: { trusted: KeyObject; stranger: KeyObject }) {
  const { trusted, stranger } = keys;
  const whole = await supervisionPackage('2031.01', { key: trusted });
  const manifest = { name: 'manifest.json', content: '{}' };
  return {
    'no-zip.zip': Buffer.from('These are meeting notes.'),
    'cut-off.zip': whole.subarray(0, -40),
    'climbs-out.zip': zipBytes([manifest, { name: '../../etc/cron.d/evil', content: 'x' }]),
    'symlink.zip': zipBytes([manifest, { name: 'link', content: '/etc/passwd', mode: 0o120777 }]),
    'twice.zip': zipBytes([manifest, { name: 'a', content: '1' }, { name: 'a', content: '2' }]),
    'bomb.zip': zipBytes([manifest, { name: 'zeros', content: Buffer.alloc(8_000_000) }]),
    'unsigned.zip': await supervisionPackage('2031.01'),
    'stranger.zip': await supervisionPackage('2031.01', { key: stranger }),
    'mismatch.zip': mismatched(trusted),
    'launcher.zip': await supervisionPackage('2031.01', { key: trusted, minimumLauncher: '2031.01' }),
    'older.zip': await supervisionPackage('2026.10.9', { key: trusted }),
    'same.zip': await supervisionPackage('2026.11.0', { key: trusted }),
  };
}
