/** `Uint8Array.fromBase64` where the browser has it, which is some ten times faster than the detour over a string. */
interface NativeBase64 {
  fromBase64?(text: string): Uint8Array;
}

export function bytesFromBase64(text: string): Uint8Array {
  const native = Uint8Array as NativeBase64;
  if (native.fromBase64) return native.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** For what was typed: at most one write, 64 KiB. */
export function bytesToBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
