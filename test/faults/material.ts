import { createHash, generateKeyPairSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchive } from '#platform/archives/open-archive.ts';
import { type ManifestHead, writeArchive } from '#platform/archives/write-archive.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { launcherVersion } from '../../electron/gateway/launcher-protocol.ts';
import { feedFileName, signFeedEntry } from '../../electron/gateway/supervision/updates/feed-entry.ts';
import { bundleSupervision, entryName } from '../../scripts/packages/bundle-supervision.ts';

/** What the fault run feeds to the gateway: packages of the current source, images, and backups with other contents. */
export interface Material {
  keyFolder: string;
  packages: { revision: string; path: string }[];
  images: { version: string; path: string }[];
  /** Puts one more package into the update feed, as its newest. */
  feedFolder: string;
  publish(revision: string): Promise<void>;
}

const createdAt = '2030-01-01T00:00:00Z';

export async function makeMaterial(folder: string): Promise<Material> {
  const keyFolder = join(folder, 'keys');
  const feedFolder = join(folder, 'feed');
  const privateKeyFile = join(folder, 'faults.key');
  await mkdir(keyFolder, { recursive: true });
  await mkdir(feedFolder);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await writeFile(join(keyFolder, 'faults.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const code = [{ name: 'package.json', content: '{ "type": "module" }\n' }, ...(await bundleSupervision())];
  const common = { format: 1, name: 'faults', minimumLauncher: launcherVersion, createdAt };

  async function makePackage(revision: string): Promise<{ revision: string; path: string }> {
    const path = join(folder, `${revision}.zip`);
    const manifest: ManifestHead = { kind: 'supervision', ...common, revision, entry: entryName };
    await writeArchive(createWriteStream(path), manifest, code, { privateKey });
    return { revision, path };
  }
  async function makeImage(version: string): Promise<{ version: string; path: string }> {
    const path = join(folder, `firmware-${version}.bin`);
    const content = Array.from({ length: 200 }, (_, index) => ({
      name: `etc/part-${index}`,
      content: createHash('sha256').update(`${version}${index}`).digest('hex').repeat(200),
    }));
    await writeArchive(createWriteStream(path), { kind: 'firmware', ...common, version }, content, {
      privateKey,
    });
    return { version, path };
  }

  return {
    keyFolder,
    feedFolder,
    packages: [await makePackage('2030.01.1'), await makePackage('2030.01.2')],
    images: [await makeImage('7.1'), await makeImage('7.2')],
    async publish(revision) {
      const { path } = await makePackage(revision);
      const { bytes, sha256 } = await hashFile(path);
      const file = `supervision-${revision}.zip`;
      const entry = {
        version: revision,
        releaseDate: createdAt,
        releaseNotes: '',
        file,
        size: bytes,
        sha256,
      };
      await rename(path, join(feedFolder, file));
      const signed = JSON.stringify(signFeedEntry(entry, privateKey));
      await writeFile(join(feedFolder, feedFileName), signed);
    },
  };
}

/** Content of every part of a backup, by entry name. */
export type Config = Record<string, string>;

export async function readConfig(backup: string): Promise<{ head: ManifestHead; config: Config }> {
  const opened = await openArchive(backup, 'backup');
  if (!opened.ok) throw new Error(opened.failure.message);
  try {
    const content: Config = {};
    for (const { name } of opened.value.entries) {
      const read = await opened.value.read(name);
      if (!read.ok) throw new Error(read.failure.message);
      content[name] = read.value.toString('utf8');
    }
    const { 'manifest.json': manifest, ...config } = content;
    const { files: _files, ...head } = JSON.parse(String(manifest));
    return { head, config };
  } finally {
    await opened.value.close();
  }
}

/** A backup like `base`, but with another name of the gateway, a driver instance and many addresses, all marked. */
export async function makeBackup(
  base: string,
  path: string,
  mark: string,
  settingsChange: Record<string, unknown>,
): Promise<void> {
  const { head, config } = await readConfig(base);
  const settings = JSON.parse(String(config['config/settings.json']));
  const gateway = { id: `g-${mark}`, name: mark, enabled: true, driver: 'system', settings: {} };
  const addresses = Array.from({ length: 3_000 }, (_, index) => ({
    id: `a-${mark}-${index}`,
    name: createHash('sha256').update(`${mark}${index}`).digest('hex'),
    enabled: index % 2 === 0,
    gateway: gateway.id,
    address: `#cpu${index}`,
    type: 'number',
    settings: {},
  }));
  const parts: Config = {
    ...config,
    'config/settings.json': JSON.stringify({
      ...settings,
      ...settingsChange,
      name: `box-${mark}`,
      snapshotKeepCount: 6,
    }),
    'config/gateways.json': JSON.stringify([gateway]),
    'config/addresses.json': JSON.stringify(addresses),
    'config/routes.json': '[]',
    'config/logics.json': '[]',
  };
  const files = Object.entries(parts).map(([name, content]) => ({ name, content }));
  await writeArchive(createWriteStream(path), head, files);
}

/** One hash over all parts, independent of order and layout: two configurations are the same or not. */
export function configHash(config: Config): string {
  const plain = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  for (const [name, content] of plain)
    hash.update(`${name}\n${JSON.stringify(sorted(JSON.parse(content)))}\n`);
  return hash.digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

export const fileOf = async (path: string, name: string): Promise<File> =>
  new File([await readFile(path)], name);
