import type { ISearchOptions } from '@xterm/addon-search';
import type { ITheme } from '@xterm/xterm';

/** The sixteen colours of each theme read on its background; what a device mixes itself is corrected to AA by the terminal. */
export const terminalThemes: Record<'light' | 'dark', ITheme> = {
  light: {
    background: '#ffffff',
    foreground: '#1a2227',
    cursor: '#0b5b6b',
    cursorAccent: '#ffffff',
    selectionBackground: '#a6d3db',
    selectionForeground: '#10171b',
    black: '#1a2227',
    red: '#b4232a',
    green: '#1c7a3c',
    yellow: '#8a5a00',
    blue: '#1f5fa8',
    magenta: '#8a3a93',
    cyan: '#0f7285',
    white: '#5c6870',
    brightBlack: '#56626a',
    brightRed: '#a11f26',
    brightGreen: '#186a34',
    brightYellow: '#7a4f00',
    brightBlue: '#1a5290',
    brightMagenta: '#77317f',
    brightCyan: '#0b5b6b',
    brightWhite: '#333c43',
  },
  dark: {
    background: '#14191d',
    foreground: '#dfe5e9',
    cursor: '#75bcc9',
    cursorAccent: '#14191d',
    selectionBackground: '#0b5b6b',
    selectionForeground: '#ffffff',
    black: '#7b868f',
    red: '#ff8f8f',
    green: '#6fcf8e',
    yellow: '#f0bd5a',
    blue: '#82b4f0',
    magenta: '#d59be0',
    cyan: '#75bcc9',
    white: '#dfe5e9',
    brightBlack: '#9ba7b0',
    brightRed: '#ffabab',
    brightGreen: '#94e0ab',
    brightYellow: '#f7d38a',
    brightBlue: '#a6cbf7',
    brightMagenta: '#e5bcec',
    brightCyan: '#a6d3db',
    brightWhite: '#ffffff',
  },
};

/** How hits of the search are marked: a frame, too, because colour alone is not enough. */
export const searchMarks: Record<'light' | 'dark', NonNullable<ISearchOptions['decorations']>> = {
  light: {
    matchBackground: '#fdf4e0',
    matchBorder: '#8a5a00',
    matchOverviewRuler: '#8a5a00',
    activeMatchBackground: '#f5c76a',
    activeMatchBorder: '#1a2227',
    activeMatchColorOverviewRuler: '#1a2227',
  },
  dark: {
    matchBackground: '#2d2615',
    matchBorder: '#f0bd5a',
    matchOverviewRuler: '#f0bd5a',
    activeMatchBackground: '#6d5213',
    activeMatchBorder: '#ffffff',
    activeMatchColorOverviewRuler: '#ffffff',
  },
};
