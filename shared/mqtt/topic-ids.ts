/**
 * Ids in topics are packed to save bytes on the wire: 12 hex characters become 8 of base64url, a UUID becomes 22, and
 * anything else stands as it is.
 */

/** A tenant id or an agent's uuid as it stands in a topic. */
export function packId(id: string): string {
  const hex = tenantHex.test(id) ? id : uuidText.test(id) ? id.replaceAll('-', '') : null;
  return hex === null ? id : toBase64url(hex);
}

/** The way back; UUIDs come out in lower case. What no {@link packId} makes is taken as it stands. */
export function unpackId(packed: string): string {
  if (packed.length !== packedTenant && packed.length !== packedUuid) return packed;
  const hex = toHex(packed);
  // Unused bits at the end could be set: two spellings of one agent would be two topics.
  if (hex === null || toBase64url(hex) !== packed) return packed;
  return packed.length === packedTenant
    ? hex
    : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const tenantHex = /^[0-9a-f]{12}$/i;
const uuidText = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const packedTenant = 8;
const packedUuid = 22;

function toBase64url(hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function toHex(base64url: string): string | null {
  if (!/^[\w-]+$/.test(base64url)) return null;
  const bytes = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
