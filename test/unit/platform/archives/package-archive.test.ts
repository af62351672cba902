import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractArchive } from '#platform/archives/extract-archive.ts';
import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import { openArchive } from '#platform/archives/open-archive.ts';
import { type ArchiveFile, type ManifestHead, writeArchive } from '#platform/archives/write-archive.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { zipBytes } from '../../../fakes/zip-bytes.ts';

const run = promisify(execFile);
const ours = generateKeyPairSync('ed25519');
const theirs = generateKeyPairSync('ed25519');
const trustedKeys = [{ name: 'acme', key: ours.publicKey }];

const head: ManifestHead = {
  kind: 'supervision',
  format: 1,
  name: 'supervision',
  revision: '2026.12.1',
  minimumLauncher: '2026.11.0',
  entry: 'main.mjs',
  createdAt: '2026-11-20T10:00:00.000Z',
};
const files: ArchiveFile[] = [
  { name: 'main.mjs', content: 'export {};\n' },
  { name: 'data/even.bin', content: Buffer.alloc(1024 * 1024) },
];

async function write(
  folder: string,
  content = files,
  key = ours.privateKey,
  name = 'p.zip',
): Promise<string> {
  const path = join(folder, name);
  await writeArchive(createWriteStream(path), head, content, { privateKey: key });
  return path;
}

const inspect = (path: string, options: { expected?: 'backup' | 'supervision' | 'firmware' } = {}) =>
  inspectArchive(path, 'p.zip', { trustedKeys, ...options });

describe('writing', () => {
  test('what was written passes every check, even content included, and is signed', async () => {
    const folder = await temporaryFolder();
    const source = join(folder, 'payload');
    await writeFile(source, Buffer.alloc(3 * 1024 * 1024, 7));
    const path = await write(folder, [...files, { name: 'payload', content: { path: source } }]);
    const inspected = await inspect(path, { expected: 'supervision' });
    expect(inspected).toMatchObject({
      ok: true,
      value: { signature: { state: 'trusted', signer: 'acme' }, manifest: { revision: '2026.12.1' } },
    });
  });

  test('unzip and openssl agree', async () => {
    const folder = await temporaryFolder();
    const path = await write(folder, files);
    await run('unzip', ['-t', path]);
    await run('unzip', ['-q', path, '-d', join(folder, 'out')]);
    const key = join(folder, 'key.pem');
    await writeFile(key, ours.publicKey.export({ type: 'spki', format: 'pem' }));
    const manifest = join(folder, 'out', 'manifest.json');
    const signature = join(folder, 'out', 'manifest.sig');
    const verify = [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      key,
      '-in',
      manifest,
      '-sigfile',
      signature,
    ];
    expect((await run('openssl', verify)).stdout).toContain('Signature Verified Successfully');
  });

  test('the same input gives the same bytes, in any time zone', async () => {
    const folder = await temporaryFolder();
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Auckland';
      const first = await readFile(await write(folder, files, ours.privateKey, 'a.zip'));
      process.env.TZ = 'America/Lima';
      const second = await readFile(await write(folder, files, ours.privateKey, 'b.zip'));
      expect(second.equals(first)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test.each(['../up', 'manifest.json', 'MAIN.MJS'])(
    'a file named %s is a bug of the caller',
    async (name) => {
      const target = new PassThrough().resume();
      await expect(writeArchive(target, head, [...files, { name, content: 'x' }])).rejects.toThrow(/name/);
    },
  );

  test('a file that is gone, and a target that breaks, reject', async () => {
    const folder = await temporaryFolder();
    const gone = [{ name: 'x', content: { path: join(folder, 'none') } }];
    await expect(writeArchive(new PassThrough().resume(), head, gone)).rejects.toThrow(/ENOENT/);
    const source = join(folder, 'payload');
    await writeFile(source, Buffer.alloc(8 * 1024 * 1024));
    const target = new PassThrough();
    target.once('data', () => target.destroy(new Error('cable pulled')));
    await expect(writeArchive(target, head, [{ name: 'x', content: { path: source } }])).rejects.toThrow(
      'cable pulled',
    );
  });

  test('any names and contents survive writing, inspecting and extracting', async () => {
    const folder = await temporaryFolder();
    const segment = fc.stringMatching(/^[a-z0-9äöü_-]{1,8}$/);
    const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `d/${parts.join('.d/')}.f`);
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.nat(5000).map((size) => new Uint8Array(size)),
    );
    const list = fc.uniqueArray(fc.tuple(name, content), { selector: ([key]) => key, maxLength: 6 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(list, async (pairs) => {
        const out = join(folder, `out-${++round}`);
        const wanted = pairs.map(([key, bytes]) => ({ name: key, content: Buffer.from(bytes) }));
        const path = await write(folder, [...files, ...wanted]);
        const inspected = await inspect(path);
        if (!inspected.ok) throw new Error(inspected.failure.message);
        await mkdir(out);
        const { manifest } = inspected.value;
        expect(await extractArchive(path, 'p.zip', out, { manifest })).toEqual({
          ok: true,
          value: undefined,
        });
        for (const { name: key, content: bytes } of wanted) {
          expect((await readFile(join(out, key))).equals(bytes)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('inspecting', () => {
  /** An archive with this manifest (changed from a good one) and these other files. */
  async function crafted(change: (manifest: Record<string, unknown>) => unknown, extra: string[] = []) {
    const folder = await temporaryFolder();
    const opened = await openArchive(await write(folder), 'p.zip');
    if (!opened.ok) throw new Error(opened.failure.code);
    const entries = [];
    for (const { name } of opened.value.entries) {
      const read = await opened.value.read(name);
      if (!read.ok) throw new Error(read.failure.code);
      entries.push({ name, content: read.value, method: 0 });
    }
    await opened.value.close();
    const manifest = change(JSON.parse(String(entries[0]?.content)));
    const rest = [...entries.slice(1), ...extra.map((name) => ({ name, content: 'extra' }))];
    const first = manifest === null ? [] : [{ name: 'manifest.json', content: String(manifest) }];
    const path = join(folder, 'crafted.zip');
    await writeFile(path, zipBytes([...first, ...rest]));
    return path;
  }
  const code = async (path: string, options = {}) => {
    const inspected = await inspect(path, options);
    return inspected.ok ? inspected.value.signature.state : inspected.failure.code;
  };
  const json = (change: object) => (manifest: object) => JSON.stringify({ ...manifest, ...change });

  test.each([
    ['no manifest', () => null, 'ARCHIVE_NO_MANIFEST'],
    ['no JSON', () => '{', 'ARCHIVE_BAD_MANIFEST'],
    ['unknown kind', json({ kind: 'toaster' }), 'ARCHIVE_BAD_MANIFEST'],
    ['missing revision', json({ revision: undefined }), 'ARCHIVE_BAD_MANIFEST'],
    ['newer format', json({ format: 2, revision: { shape: 'unknown' } }), 'ARCHIVE_NEWER_FORMAT'],
    ['entry program not in the archive', json({ entry: 'other.mjs' }), 'ARCHIVE_FILE_LIST'],
    [
      'listed but absent',
      json({ files: { none: { sha256: '0'.repeat(64), bytes: 0 } } }),
      'ARCHIVE_FILE_LIST',
    ],
    ['changed after signing', json({ name: 'other' }), 'stranger'],
  ])('%s', async (_what, change, expected) => {
    expect(await code(await crafted(change))).toBe(expected);
  });

  test('a file that the manifest does not list', async () => {
    expect(await code(await crafted((manifest) => JSON.stringify(manifest, null, 2), ['extra']))).toBe(
      'ARCHIVE_FILE_LIST',
    );
  });

  test.each([{ bytes: 12 }, { sha256: '0'.repeat(64) }])('a hash or size that differs: %j', async (lie) => {
    const path = await crafted((manifest) => {
      const list = manifest.files as Record<string, object>;
      return JSON.stringify({ ...manifest, files: { ...list, 'main.mjs': { ...list['main.mjs'], ...lie } } });
    });
    expect(await code(path)).toBe('ARCHIVE_HASH_MISMATCH');
  });

  test('another kind than expected, a stranger, and no signature', async () => {
    const folder = await temporaryFolder();
    expect(await code(await write(folder), { expected: 'backup' })).toBe('ARCHIVE_WRONG_KIND');
    expect(await code(await write(folder, files, theirs.privateKey))).toBe('stranger');
    const unsigned = join(folder, 'unsigned.zip');
    await writeArchive(createWriteStream(unsigned), head, files);
    expect(await code(unsigned)).toBe('missing');
  });

  test('stops when it is aborted', async () => {
    const path = await write(await temporaryFolder());
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(inspectArchive(path, 'p.zip', { trustedKeys, signal })).rejects.toThrow('cancelled');
  });
});

describe('extracting', () => {
  test('writes manifest and signature too, and nothing outside the folder', async () => {
    const folder = await temporaryFolder();
    const path = await write(folder);
    const inspected = await inspect(path);
    if (!inspected.ok) throw new Error(inspected.failure.code);
    await mkdir(join(folder, 'out'));
    await extractArchive(path, 'p.zip', join(folder, 'out'), { manifest: inspected.value.manifest });
    expect((await readdir(join(folder, 'out'), { recursive: true })).sort()).toEqual(
      ['data', 'data/even.bin', 'main.mjs', 'manifest.json', 'manifest.sig'].sort(),
    );
    expect((await stat(join(folder, 'out/data/even.bin'))).size).toBe(1024 * 1024);
  });

  test('a file that was swapped after its inspection is refused', async () => {
    const folder = await temporaryFolder();
    const path = await write(folder);
    const inspected = await inspect(path);
    if (!inspected.ok) throw new Error(inspected.failure.code);
    const swapped = await write(
      folder,
      [{ name: 'main.mjs', content: 'evil' }, ...files.slice(1)],
      undefined,
      'q.zip',
    );
    await rename(swapped, path);
    await mkdir(join(folder, 'out'));
    const { manifest } = inspected.value;
    expect(await extractArchive(path, 'p.zip', join(folder, 'out'), { manifest })).toMatchObject({
      failure: { code: 'ARCHIVE_HASH_MISMATCH' },
    });
  });
});
