import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip that is put together byte by byte, so that every field can lie. */
export interface ZipEntry {
  name: string | Uint8Array;
  content: string | Uint8Array;
  /** 0 stored, 8 deflated (default). */
  method?: number;
  flags?: number;
  /** Unix mode, e.g. 0o120777 for a symlink. */
  mode?: number;
  /** What the headers claim instead of the truth. `local` is only in the header before the data. */
  claims?: Partial<Claims>;
  local?: Partial<Claims & { name: string; flags: number; method: number }>;
  /** What stands behind the data of an entry whose flags say that sizes follow. */
  descriptor?: Partial<Claims> & { zip64?: boolean; bare?: boolean };
  /** Where its header before the data already lies, inside another entry: two entries over the same bytes. */
  at?: number;
}

interface Claims {
  crc32: number;
  packedBytes: number;
  bytes: number;
}

/** Bytes of a zip with these entries; `entryCount` lies in the end record. */
export function zipBytes(entries: readonly ZipEntry[], end: { entryCount?: number } = {}): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content);
    const method = entry.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const flags = entry.flags ?? 0x800;
    const truth = { crc32: crc32(content), packedBytes: data.length, bytes: content.length };
    const claims = { ...truth, ...entry.claims };
    const start = entry.at ?? offset;
    if (entry.at === undefined) {
      const local = { flags, method, ...claims, ...entry.local };
      const localName = entry.local?.name === undefined ? name : Buffer.from(entry.local.name);
      const behind =
        entry.descriptor === undefined ? [] : [descriptorBytes({ ...truth, ...entry.descriptor })];
      const header = Buffer.concat([localHeader(local, localName), localName, data, ...behind]);
      parts.push(header);
      offset += header.length;
    }
    central.push(
      Buffer.concat([centralHeader({ flags, method, ...claims }, name, entry.mode ?? 0o100644, start), name]),
    );
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([
    ...parts,
    directory,
    endRecord(end.entryCount ?? entries.length, directory.length, offset),
  ]);
}

type Header = Claims & { flags: number; method: number };

function descriptorBytes(fields: Claims & { zip64?: boolean; bare?: boolean }): Buffer {
  const bytes = Buffer.alloc(fields.zip64 ? 24 : 16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(fields.crc32, 4);
  bytes.writeUInt32LE(fields.packedBytes, 8);
  bytes.writeUInt32LE(fields.bytes, fields.zip64 ? 16 : 12);
  return fields.bare ? bytes.subarray(4) : bytes;
}

function localHeader(header: Header, name: Buffer): Buffer {
  const bytes = Buffer.alloc(30);
  bytes.writeUInt32LE(0x04034b50, 0);
  bytes.writeUInt16LE(20, 4);
  writeShared(bytes, 6, header);
  bytes.writeUInt16LE(name.length, 26);
  return bytes;
}

function centralHeader(header: Header, name: Buffer, mode: number, offset: number): Buffer {
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE((3 << 8) | 63, 4);
  bytes.writeUInt16LE(20, 6);
  writeShared(bytes, 8, header);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt32LE((mode << 16) >>> 0, 38);
  bytes.writeUInt32LE(offset, 42);
  return bytes;
}

/** Flags, method, time, CRC and sizes, which both headers hold in the same order. */
function writeShared(bytes: Buffer, at: number, header: Header): void {
  bytes.writeUInt16LE(header.flags, at);
  bytes.writeUInt16LE(header.method, at + 2);
  bytes.writeUInt32LE(header.crc32, at + 8);
  bytes.writeUInt32LE(header.packedBytes, at + 12);
  bytes.writeUInt32LE(header.bytes, at + 16);
}

function endRecord(entryCount: number, directoryBytes: number, directoryOffset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(entryCount, 8);
  bytes.writeUInt16LE(entryCount, 10);
  bytes.writeUInt32LE(directoryBytes, 12);
  bytes.writeUInt32LE(directoryOffset, 16);
  return bytes;
}
