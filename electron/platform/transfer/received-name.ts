/** Names that Windows gives to devices, with or without an ending. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Room for what {@link receiveIntoFolder} puts around it: file systems take 255 bytes. */
const nameLimitBytes = 180;
/** A longer ending is no ending. */
const endingLimitBytes = 20;

/**
 * A name that the other side gave a file, made one harmless file name on every system: the last part of a path, no control,
 * invisible or reserved characters, no leading dot, no device of Windows, at most 180 bytes of UTF-8 with its ending kept.
 * `fallback` when nothing is left.
 */
export function receivedName(given: string, fallback: string): string {
  const base =
    given
      .toWellFormed()
      .split(/[/\\]/)
      .findLast((part) => part !== '') ?? '';
  const plain = withoutEdges(base.replace(/[\p{Cc}\p{Cf}\p{Co}<>:"|?*]/gu, '_'));
  const name = withoutEdges(cut(plain)) || fallback;
  return deviceName.test(name) ? `_${name}` : name;
}

/** Leading dots hide a file, and Windows drops trailing ones. */
const withoutEdges = (name: string): string => name.replace(/^[.\s]+|[.\s]+$/gu, '');

function cut(name: string): string {
  const dot = name.lastIndexOf('.');
  const tail = dot > 0 ? name.slice(dot) : '';
  const ending = Buffer.byteLength(tail) <= endingLimitBytes ? tail : '';
  return `${cutBytes(name.slice(0, name.length - ending.length), nameLimitBytes - Buffer.byteLength(ending))}${ending}`;
}

/** Whole characters, as many as fit. */
function cutBytes(text: string, bytes: number): string {
  let fits = '';
  let used = 0;
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    fits += character;
  }
  return fits;
}
