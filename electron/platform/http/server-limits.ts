/** Every limit of our HTTP servers by name. There is no limit on the time of a whole request: a 2 GiB upload may be slow. */
export const serverLimits = {
  /** Bodies that are held in memory (JSON). Uploads stream to disk and are limited by it. */
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  /** Of one parameter in a path. */
  paramCharacters: 4 * 1024,
  headersTimeoutMs: 20_000,
  /** A JSON body has to be complete by then. */
  bodyTimeoutMs: 30_000,
  /** An upload ends when no byte came for so long. */
  uploadIdleMs: 60_000,
  /** Longer than any check of an uploaded archive takes; event streams send a heartbeat well within it. */
  socketIdleMs: 600_000,
  keepAliveMs: 65_000,
  connections: 500,
  /** Of one key or session (contract §4). */
  requestsPerMinute: 600,
  /** Fields beside the files of a multipart body; they are read off and ignored. */
  multipartFields: 20,
  multipartFieldBytes: 64 * 1024,
  fileNameCharacters: 200,
} as const;

export type ServerLimits = { readonly [K in keyof typeof serverLimits]: number };
