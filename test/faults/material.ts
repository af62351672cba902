import { createHash, generateKeyPairSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openArchive } from '#platform/archives/open-archive.ts';
import { type ManifestHead, writeArchive } from '#platform/archives/write-archive.ts';
import { launcherVersion } from '../../electron/gateway/launcher-protocol.ts';
import { bundleSupervision, entryName } from '../../scripts/packages/bundle-supervision.ts';

/** What the fault run feeds to the gateway: two packages of the current source, and two backups with other contents. */
export interface Material {
  keyFolder: string;
  packages: { revision: string; path: string }[];
}

export async function makePackages(folder: string): Promise<Material> {
  const keyFolder = join(folder, 'keys');
  await mkdir(keyFolder, { recursive: true });
  const pair = generateKeyPairSync('ed25519');
  await writeFile(join(keyFolder, 'faults.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const bundled = await bundleSupervision();
  const files = [{ name: 'package.json', content: '{ "type": "module" }\n' }, ...bundled];
  const packages = [];
  for (const revision of ['2030.01.1', '2030.01.2']) {
    const path = join(folder, `${revision}.zip`);
    const manifest: ManifestHead = {
      kind: 'supervision',
      format: 1,
      name: 'faults',
      revision,
      minimumLauncher: launcherVersion,
      entry: entryName,
      createdAt: '2030-01-01T00:00:00Z',
    };
    await writeArchive(createWriteStream(path), manifest, files, { privateKey: pair.privateKey });
    packages.push({ revision, path });
  }
  return { keyFolder, packages };
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
export async function makeBackup(base: string, path: string, mark: string): Promise<void> {
  const { head, config } = await readConfig(base);
  const settings = JSON.parse(String(config['config/settings.json']));
  const gateway = { id: `g-${mark}`, name: mark, enabled: true, driver: 'system', settings: {} };
  const addresses = Array.from({ length: 3_000 }, (_, index) => ({
    id: `a-${mark}-${index}`,
    name: createHash('sha256').update(`${mark}${index}`).digest('hex'),
    enabled: index % 2 === 0,
    gateway: gateway.id,
    address: `cpu/${index}`,
    type: 'number',
    settings: {},
  }));
  const parts: Config = {
    ...config,
    'config/settings.json': JSON.stringify({ ...settings, name: `box-${mark}`, snapshotKeepCount: 6 }),
    'config/gateways.json': JSON.stringify([gateway]),
    'config/addresses.json': JSON.stringify(addresses),
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
