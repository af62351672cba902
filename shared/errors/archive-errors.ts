import type { ErrorRow } from './error-row.ts';

/** Files that come from outside: zip guards, manifests, signatures (gateway contract §3). */
export const archiveErrors = {
  ARCHIVE_NOT_ZIP: {
    sentence: '{file} is not a zip archive. Choose a package, a firmware image or a backup.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_TRUNCATED: {
    sentence: '{file} is cut off or damaged: {what}. Copy or download it again.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_UNSAFE_NAME: {
    sentence:
      '{file} holds the entry "{entry}", which points outside the archive or is no plain name. It was refused. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_DUPLICATE_NAME: {
    sentence:
      '{file} holds the entry "{entry}" twice. It was refused, because the two could differ. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_UNSAFE_TYPE: {
    sentence:
      '{file} holds "{entry}", which is a link or a device, not a file. It was refused. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_TOO_MANY_ENTRIES: {
    sentence: '{file} holds {entries} entries; at most {limit} are accepted. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_TOO_LARGE: {
    sentence:
      '{file} unpacks to more than {most}. It was refused before it could fill the disk. Ask its maker for a smaller one.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_RATIO: {
    sentence:
      '{file}: the entry "{entry}" unpacks to more than {limit} times its packed size. It was refused, because it could fill the disk. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_HEADERS_DISAGREE: {
    sentence:
      '{file}: the two headers of "{entry}" disagree. The archive is damaged or was made to deceive. Download it again from its maker.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_ENCRYPTED: {
    sentence: '{file}: the entry "{entry}" is encrypted. Only archives without a password are accepted.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_NO_MANIFEST: {
    sentence:
      '{file} has no manifest.json. It is not a package, a firmware image or a backup. Choose another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_BAD_MANIFEST: {
    sentence: '{file}: its manifest cannot be used: {what}. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_WRONG_KIND: {
    sentence: '{file} is a {found}; here a {expected} is needed. Choose another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_FILE_LIST: {
    sentence:
      '{file}: "{entry}" is in the archive but not in its manifest, or the reverse. Ask its maker for another file.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_HASH_MISMATCH: {
    sentence:
      '{file}: the content of "{entry}" does not match its hash in the manifest. Copy or download it again.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_NEWER_FORMAT: {
    sentence:
      '{file} has format {found}; this gateway reads up to format {supported}. Upgrade the gateway first.',
    status: 500,
    retryable: false,
  },
  SIGNATURE_MISSING: {
    sentence:
      '{file} is not signed, and this gateway accepts signed packages only. Ask its maker for a signed one.',
    status: 500,
    retryable: false,
  },
  SIGNATURE_UNKNOWN: {
    sentence:
      '{file} is signed with a key that this gateway does not trust. Ask its maker for the key, or for a package signed with a trusted one.',
    status: 500,
    retryable: false,
  },
} as const satisfies Record<string, ErrorRow>;
