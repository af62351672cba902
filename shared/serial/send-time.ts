/** Ten bits a byte (8N1), and what ZMODEM takes of the line for itself: measured 96.7 % for content (serial-transfer). */
const bitsPerByte = 10;
const contentShare = 0.95;

/** Seconds that a file takes over a line of this rate when nothing goes wrong, rounded up. */
export const sendSeconds = (bytes: number, baudRate: number): number =>
  Math.ceil((bytes * bitsPerByte) / baudRate / contentShare);

/** For sentences: "about 40 s", "about 32 min", "about 1 h 10 min". */
export function aboutDuration(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
