const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What is written beside the search: `⌘K`, elsewhere `Ctrl K`. */
export const paletteKeys = isMac ? '⌘K' : 'Ctrl K';
