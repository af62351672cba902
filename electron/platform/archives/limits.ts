/** Gateway contract §3, "Archive guards". */
export const archiveLimits = {
  entries: 10_000,
  /** 4 GiB over all entries, counted on the bytes that come out. */
  unpackedBytes: 4 * 1024 ** 3,
  /** Unpacked to packed, of one entry. */
  ratio: 200,
  /** What may be held in memory at once: a manifest, one part of a backup. */
  readBytes: 64 * 1024 * 1024,
  nameBytes: 512,
} as const;
