import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import type { ArchiveFile } from '#platform/archives/write-archive.ts';
import { firmwareManifestSchema } from '#shared/gateway-api/manifests.ts';
import { launcherVersion } from '../electron/gateway/launcher-protocol.ts';
import { createdAt } from './packages/created-at.ts';
import { runCommand, sentence, writePackage } from './packages/write-package.ts';

const usage = `usage: npm run package:firmware -- --version V --out FILE [--key KEY.pem] [--files DIR]
  --version V     what the gateway shows, such as 7.2.0
  --out FILE      the image to write; its name may end in .bin
  --key KEY.pem   Ed25519 private key to sign with (openssl genpkey -algorithm ed25519)
  --files DIR     what the image holds (default: a file with the version)
`;

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      out: { type: 'string' },
      key: { type: 'string' },
      files: { type: 'string' },
    },
  });
  const { version, out, key } = values;
  if (version === undefined) throw new Error('Say which version this is: --version 7.2.0');
  if (out === undefined) throw new Error('Say where to write the image: --out FILE');
  const manifest = firmwareManifestSchema.omit({ files: true }).safeParse({
    kind: 'firmware',
    format: 1,
    name: 'gatewright-firmware',
    version,
    minimumLauncher: launcherVersion,
    createdAt: await createdAt(),
  });
  if (!manifest.success) throw new Error('--version has to be 1 to 100 characters');
  const files =
    values.files === undefined ? [{ name: 'version', content: `${version}\n` }] : await filesOf(values.files);
  await writePackage(manifest.data, files, { out, keyFile: key });
});

async function filesOf(folder: string): Promise<ArchiveFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new Error(`--files ${folder} cannot be read: ${sentence(error)}`);
  });
  const other = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (other !== undefined)
    throw new Error(`${join(other.parentPath, other.name)} is a link or a device, not a file`);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map((path) => ({
    name: relative(folder, path).split(sep).join('/'),
    content: { path },
  }));
  // The order of a folder differs between file systems; the image must not.
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}
