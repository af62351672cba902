/** Lines of pasted text; an end of line at the very end begins no other one. */
export const pastedLines = (text: string): string[] =>
  text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');

/** More than one line, or one that would be carried out at once: that is asked about first. */
export const isAskedAbout = (text: string): boolean => /[\r\n]/.test(text);
