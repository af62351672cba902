/** More hits than this are neither marked nor counted: marking them would hold the screen up. */
export const markedHits = 1_000;
