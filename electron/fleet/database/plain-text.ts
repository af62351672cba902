/** What agents send, for a column of text: PostgreSQL keeps no NUL. JSON has none, it writes it as \u0000. */
export const plainText = (text: string): string => text.replaceAll('\0', '');
