/**
 * `Content-Disposition` of a download. Names outside ASCII also go in the encoded form of RFC 6266, which clients that
 * know it prefer; the plain form stays readable for the others.
 */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const header = `attachment; filename="${plain}"`;
  if (plain === fileName) return header;
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${header}; filename*=UTF-8''${encoded}`;
}
