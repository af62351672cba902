import { archiveLimits } from './limits.ts';

/** Names that Windows gives to devices, with or without an ending. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbiddenCharacter = /[\u0000-\u001f\u007f\\:*?"<>|]/;

/**
 * Whether `name` is a plain relative name that means the same file on every system (gateway contract §3): no `..`, no
 * absolute paths, drive letters, backslashes, NUL, devices, nor endings that Windows drops. Without the `/` of a folder.
 */
export function isSafeName(name: string): boolean {
  if (name.length === 0 || Buffer.byteLength(name) > archiveLimits.nameBytes) return false;
  return name.split('/').every(isSafeSegment);
}

const isSafeSegment = (segment: string): boolean =>
  segment !== '' && !forbiddenCharacter.test(segment) && !/[. ]$/.test(segment) && !deviceName.test(segment);

/** Two names with the same key are one file on a file system that ignores case or composes accents. */
const collisionKey = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase();

/** First file name that meets another: the same name, the same but for case, or a file that is also a folder. */
export function findCollision(files: readonly string[], folders: readonly string[] = []): string | null {
  const fileKeys = new Set<string>();
  for (const name of files) {
    const key = collisionKey(name);
    if (fileKeys.has(key)) return name;
    fileKeys.add(key);
  }
  const folderKeys = new Set(folders.map(collisionKey));
  for (const key of fileKeys) {
    for (let slash = key.indexOf('/'); slash !== -1; slash = key.indexOf('/', slash + 1)) {
      folderKeys.add(key.slice(0, slash));
    }
  }
  return files.find((name) => folderKeys.has(collisionKey(name))) ?? null;
}

/** The name's bytes as UTF-8, or null. A byte order mark is kept, so that it cannot hide a difference. */
export function decodeName(raw: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}
