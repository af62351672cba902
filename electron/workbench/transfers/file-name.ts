/**
 * The name that an answer gives its download (RFC 6266), made harmless: no folders, no control or reserved characters,
 * no leading dots, at most 200 characters; `fallback` when nothing is left.
 */
export function downloadName(contentDisposition: string | undefined, fallback: string): string {
  const header = contentDisposition ?? '';
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(header)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  const given = decoded(extended) ?? plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? '';
  return safeName(given) || safeName(fallback) || 'download';
}

export function safeName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '_')
    .replace(/^[.\s_]+|[.\s]+$/g, '')
    .slice(-200);
}

function decoded(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
