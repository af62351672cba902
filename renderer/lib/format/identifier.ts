/** `3fa9c1…07be`: the ends of a long id, which is what people compare. */
export function cutMiddle(text: string, options: { start: number; end: number }): string {
  if (text.length <= options.start + options.end + 1) return text;
  return `${text.slice(0, options.start)}…${text.slice(text.length - options.end)}`;
}

/** Groups a fingerprint `AB:CD:…` into lines of eight bytes, so that two can be compared by eye. */
export function fingerprintLines(fingerprint: string): string[] {
  const bytes = fingerprint.split(':');
  const lines: string[] = [];
  for (let i = 0; i < bytes.length; i += 8) lines.push(bytes.slice(i, i + 8).join(':'));
  return lines;
}
