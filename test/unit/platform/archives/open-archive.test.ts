import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArchive } from '#platform/archives/open-archive.ts';
import { failureOf } from '#platform/files/failure-error.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { type ZipEntry, zipBytes } from '../../../fakes/zip-bytes.ts';

const plain: ZipEntry = { name: 'config/a.json', content: '{"a": 1}' };

/** As a streaming writer leaves it: zeros in front, the truth behind the data. */
const streamed: ZipEntry = {
  ...plain,
  flags: 0x808,
  local: { crc32: 0, packedBytes: 0, bytes: 0 },
  descriptor: {},
};

/** What came out of an archive: the code of the first failure, or name → content of everything. */
async function unpack(bytes: Uint8Array, folder: string): Promise<string | Record<string, string>> {
  const path = join(folder, 'file.zip');
  await writeFile(path, bytes);
  const opened = await openArchive(path, 'file.zip');
  if (!opened.ok) return opened.failure.code;
  try {
    const content: Record<string, string> = {};
    for (const { name } of opened.value.entries) {
      const read = await opened.value.read(name);
      if (!read.ok) return read.failure.code;
      content[name] = read.value.toString('latin1');
    }
    return content;
  } finally {
    await opened.value.close();
  }
}

const unpackHere = async (bytes: Uint8Array) => unpack(bytes, await temporaryFolder());

describe('what is accepted', () => {
  test('stored and deflated entries, folders, and an archive without entries', async () => {
    const archive = zipBytes([
      plain,
      { name: 'config/', content: '', mode: 0o040755, method: 0 },
      { name: 'config/b.txt', content: 'stored', method: 0 },
      { name: 'größe.txt', content: 'ä' },
      { name: 'no-mode', content: 'x', mode: 0 },
    ]);
    expect(await unpackHere(archive)).toEqual({
      'config/a.json': '{"a": 1}',
      'config/b.txt': 'stored',
      'größe.txt': 'Ã¤',
      'no-mode': 'x',
    });
    expect(await unpackHere(zipBytes([]))).toEqual({});
  });

  test.each([{}, { zip64: true }, { bare: true }, { bare: true, zip64: true }])(
    'sizes that follow the data, as streaming writers leave them: %j',
    async (descriptor) => {
      const archive = zipBytes([
        { ...streamed, descriptor },
        { name: 'b', content: 'more' },
      ]);
      expect(await unpackHere(archive)).toEqual({ 'config/a.json': '{"a": 1}', b: 'more' });
    },
  );
});

describe('names', () => {
  test.each([
    '../up',
    'a/../../up',
    'a/..',
    './a',
    'a//b',
    '/etc/passwd',
    'C:/windows',
    'c:evil',
    'a\\b',
    '..\\up',
    'nul\u0000byte',
    'line\nbreak',
    '',
    '/',
    'dot.',
    'space ',
    'aux.txt',
    'config/COM1',
    'x'.repeat(513),
  ])('%j is refused', async (name) => {
    expect(await unpackHere(zipBytes([{ name, content: 'x' }]))).toBe('ARCHIVE_UNSAFE_NAME');
  });

  test('bytes that are not UTF-8 are refused', async () => {
    const name = Uint8Array.from([0x61, 0xff, 0xfe]);
    expect(await unpackHere(zipBytes([{ name, content: 'x' }]))).toBe('ARCHIVE_UNSAFE_NAME');
  });

  test.each([
    [['a', 'a']],
    [['Config/a.json', 'config/A.JSON']],
    [['caf\u00e9', 'cafe\u0301']],
    [['a', 'a/b']],
    [['A', 'a/b/c']],
    [['a/', 'a']],
    [['straße', 'STRASSE']],
  ])('%j collide', async (names) => {
    const entries = names.map((name, index) => ({
      name,
      content: name.endsWith('/') ? '' : `${index}`,
      mode: 0,
    }));
    expect(await unpackHere(zipBytes(entries))).toBe('ARCHIVE_DUPLICATE_NAME');
  });
});

describe('kinds of entries', () => {
  test.each([
    ['symlink', 0o120777],
    ['character device', 0o020644],
    ['block device', 0o060644],
    ['named pipe', 0o010644],
    ['socket', 0o140755],
    ['folder under a name of a file', 0o040755],
  ])('a %s is refused', async (_kind, mode) => {
    expect(await unpackHere(zipBytes([{ name: 'a', content: '/etc/passwd', mode }]))).toBe(
      'ARCHIVE_UNSAFE_TYPE',
    );
  });

  test('a folder that holds data is refused', async () => {
    expect(await unpackHere(zipBytes([{ name: 'a/', content: 'data', mode: 0o040755 }]))).toBe(
      'ARCHIVE_UNSAFE_TYPE',
    );
  });

  test.each([0x801, 0x840, 0x2800])('flags %i (encrypted) are refused', async (flags) => {
    expect(await unpackHere(zipBytes([{ ...plain, flags }]))).toMatch(/ARCHIVE_(ENCRYPTED|TRUNCATED)/);
  });

  test('an unknown packing is refused', async () => {
    expect(await unpackHere(zipBytes([{ ...plain, method: 12 }]))).toBe('ARCHIVE_TRUNCATED');
  });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(1024 * 1024);

  test('an entry over 200:1 is refused by what it claims', async () => {
    expect(await unpackHere(zipBytes([{ name: 'a', content: zeros }]))).toBe('ARCHIVE_RATIO');
  });

  test('an entry that claims to be small is stopped at what it claims', async () => {
    const lying = zipBytes([{ name: 'a', content: zeros, claims: { bytes: 1000 } }]);
    expect(await unpackHere(lying)).toBe('ARCHIVE_HEADERS_DISAGREE');
  });

  test('an entry that gives a few bytes more than it claims is refused', async () => {
    expect(await unpackHere(zipBytes([{ ...plain, claims: { bytes: 3 } }]))).toBe('ARCHIVE_HEADERS_DISAGREE');
  });

  test('entries that claim more than 4 GiB together are refused', async () => {
    const content = randomBytes(1024 * 1024);
    const claims = { bytes: 200 * content.length };
    const entries = Array.from({ length: 21 }, (_, index) => ({ name: `f${index}`, content, claims }));
    const path = join(await temporaryFolder(), 'huge.zip');
    await writeFile(path, zipBytes(entries));
    expect(await openArchive(path, 'huge.zip')).toMatchObject({
      failure: { code: 'ARCHIVE_TOO_LARGE', context: { limit: 4 * 1024 ** 3 } },
    });
  });

  test('an entry inside the bytes of another is refused', async () => {
    const inner: ZipEntry = { name: 'b', content: 'shared', method: 0 };
    const outer: ZipEntry = { name: 'a', content: zipBytes([inner]), method: 0 };
    const dataOfOuter = 30 + 'a'.length;
    expect(await unpackHere(zipBytes([outer, { ...inner, at: dataOfOuter }]))).toBe(
      'ARCHIVE_HEADERS_DISAGREE',
    );
  });

  test('more than 10 000 entries are refused, 10 000 are not', async () => {
    const entries = Array.from({ length: 10_001 }, (_, index) => ({
      name: `f${index}`,
      content: '',
      method: 0,
    }));
    expect(await unpackHere(zipBytes(entries))).toBe('ARCHIVE_TOO_MANY_ENTRIES');
    const path = join(await temporaryFolder(), 'many.zip');
    await writeFile(path, zipBytes(entries.slice(1)));
    const opened = await openArchive(path, 'many.zip');
    if (!opened.ok) throw new Error(opened.failure.code);
    expect(opened.value.entries).toHaveLength(10_000);
    await opened.value.close();
  });
});

describe('damage and deceit', () => {
  test('what is no zip, and an empty file', async () => {
    expect(await unpackHere(Buffer.from('just text'))).toBe('ARCHIVE_NOT_ZIP');
    expect(await unpackHere(Buffer.alloc(0))).toBe('ARCHIVE_NOT_ZIP');
  });

  test('a file that is not there', async () => {
    const opened = await openArchive(join(await temporaryFolder(), 'none.zip'), 'none.zip');
    expect(opened).toMatchObject({ ok: false, failure: { code: 'FILE_READ' } });
  });

  test('cut off anywhere', async () => {
    const whole = zipBytes([plain, { name: 'b', content: 'more' }]);
    const folder = await temporaryFolder();
    for (let bytes = 0; bytes < whole.length; bytes++) {
      expect(await unpack(whole.subarray(0, bytes), folder)).toBe(
        bytes < 4 ? 'ARCHIVE_NOT_ZIP' : 'ARCHIVE_TRUNCATED',
      );
    }
  });

  test.each([
    ['name', { name: 'other' }],
    ['name of the same length', { name: 'config/b.json' }],
    ['size', { bytes: 5 }],
    ['packed size', { packedBytes: 5 }],
    ['checksum', { crc32: 5 }],
    ['packing', { method: 0 }],
    ['flags', { flags: 0x802 }],
  ])('the two headers differ in %s', async (_what, local) => {
    expect(await unpackHere(zipBytes([{ ...plain, local }]))).toBe('ARCHIVE_HEADERS_DISAGREE');
  });

  test.each([{ crc32: 1 }, { packedBytes: 1 }, { bytes: 1 }, { zip64: true, bytes: 1 }])(
    'what follows the data differs: %j',
    async (descriptor) => {
      expect(await unpackHere(zipBytes([{ ...streamed, descriptor }]))).toBe('ARCHIVE_HEADERS_DISAGREE');
    },
  );

  test('a checksum that does not fit the data', async () => {
    expect(await unpackHere(zipBytes([{ ...plain, claims: { crc32: 1 } }]))).toBe('ARCHIVE_TRUNCATED');
  });

  test('fewer bytes than claimed', async () => {
    expect(await unpackHere(zipBytes([{ ...plain, claims: { bytes: 9 } }]))).toBe('ARCHIVE_TRUNCATED');
  });

  test('more entries announced than there are', async () => {
    expect(await unpackHere(zipBytes([plain], { entryCount: 2 }))).toBe('ARCHIVE_TRUNCATED');
  });

  test('a stream errors with the failure as its cause', async () => {
    const path = join(await temporaryFolder(), 'file.zip');
    await writeFile(path, zipBytes([{ ...plain, claims: { crc32: 1 } }]));
    const opened = await openArchive(path, 'shown.zip');
    if (!opened.ok) throw new Error(opened.failure.code);
    const stream = await opened.value.stream('config/a.json');
    if (!stream.ok) throw new Error(stream.failure.code);
    const error = await text(stream.value).catch((reason: unknown) => reason);
    expect(failureOf(error)).toMatchObject({ code: 'ARCHIVE_TRUNCATED', context: { file: 'shown.zip' } });
    await opened.value.close();
    expect(await opened.value.read('nothing')).toMatchObject({ failure: { code: 'ARCHIVE_FILE_LIST' } });
  });
});

test('an end record that counts too few entries does not hide the last one', async () => {
  const folder = await temporaryFolder();
  const whole = zipBytes([plain, { name: 'hidden.txt', content: 'unpacked by others' }]);
  const end = whole.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  expect(whole.readUInt16LE(end + 10)).toBe(2);
  whole.writeUInt16LE(1, end + 10);
  expect(await unpack(whole, folder)).toBe('ARCHIVE_TRUNCATED');
});

test('any change of one byte is refused or leaves every content as it was', async () => {
  const folder = await temporaryFolder();
  const whole = zipBytes([
    plain,
    { name: 'b.bin', content: Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7) % 251)), method: 0 },
    { name: 'c.txt', content: 'some text that packs, some text that packs' },
  ]);
  const expected = Object.values((await unpack(whole, folder)) as Record<string, string>);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const mutated = Buffer.from(whole);
      mutated.writeUInt8((mutated.readUInt8(at) ^ change) & 0xff, at);
      const outcome = await unpack(mutated, folder);
      if (typeof outcome !== 'string') expect(Object.values(outcome)).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});
