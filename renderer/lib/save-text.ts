/** Hands a text to the person as a file: the browser saves it, the desktop asks where to. */
export const saveText = (file: { name: string; type: string; text: string }): void =>
  saveParts({ name: file.name, type: file.type, parts: [file.text] });

/** The same for what came in pieces. */
export function saveParts(file: { name: string; type: string; parts: readonly BlobPart[] }): void {
  const url = URL.createObjectURL(new Blob([...file.parts], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has taken its own hold of the content by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `boiler-room-logs-2026-11-21-14-02-30.log`: names and moment in a form that every file system takes. */
export function fileName(parts: readonly string[], extension: string, at: number): string {
  const moment = new Date(at);
  const stamp = [
    moment.getFullYear(),
    two(moment.getMonth() + 1),
    two(moment.getDate()),
    two(moment.getHours()),
    two(moment.getMinutes()),
    two(moment.getSeconds()),
  ].join('-');
  const safe = parts
    .map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, ''))
    .filter((part) => part !== '');
  return `${[...safe, stamp].join('-')}.${extension}`;
}
