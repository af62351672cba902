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
      '{file} holds the entry "{entry}", which points outside the archive or is not a plain relative name. It was refused.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_DUPLICATE_NAME: {
    sentence: '{file} holds the entry "{entry}" twice. It was refused, because the two could differ.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_UNSAFE_TYPE: {
    sentence: '{file} holds "{entry}", which is a link or a device, not a file. It was refused.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_TOO_MANY_ENTRIES: {
    sentence: '{file} holds {entries} entries; at most {limit} are accepted.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_TOO_LARGE: {
    sentence: '{file} unpacks to more than {limit} bytes. It was refused before it could fill the disk.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_RATIO: {
    sentence:
      '{file}: the entry "{entry}" unpacks to more than {limit} times its packed size. It was refused as a zip bomb.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_HEADERS_DISAGREE: {
    sentence: '{file}: the two headers of "{entry}" disagree. The archive is damaged or was made to deceive.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_ENCRYPTED: {
    sentence: '{file}: the entry "{entry}" is encrypted. Only plain archives are accepted.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_NO_MANIFEST: {
    sentence: '{file} has no manifest.json. It is not a package, a firmware image or a backup.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_BAD_MANIFEST: {
    sentence: '{file}: its manifest cannot be used: {what}.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_WRONG_KIND: {
    sentence: '{file} is a {found}; here a {expected} is needed.',
    status: 500,
    retryable: false,
  },
  ARCHIVE_FILE_LIST: {
    sentence: '{file}: "{entry}" is in the archive but not in its manifest, or the reverse.',
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
    sentence: '{file} is not signed, and this gateway accepts signed packages only.',
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
