/** Lines that can be scrolled back on the screen; copy, save and the log hold everything that is kept. */
export const keptLines = 10_000;
