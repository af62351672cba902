/**
 * One field of a CSV file (RFC 4180). A leading sign that a spreadsheet would take for a formula is kept from doing so, one
 * apostrophe more each.
 */
export function csvField(text: string): string {
  const harmless = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line of a CSV file. */
export const csvRow = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;
