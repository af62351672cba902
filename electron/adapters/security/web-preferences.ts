import type { WebPreferences } from 'electron';

/**
 * Preferences of every window, spelled out although most are Electron's defaults: a default can change, this list and
 * its test do not.
 */
export const lockedWebPreferences = {
  // Item 2: no Node in the page, its frames or its workers.
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  // Item 3.
  contextIsolation: true,
  // Item 4.
  sandbox: true,
  // Item 6.
  webSecurity: true,
  // Item 8.
  allowRunningInsecureContent: false,
  // Item 9; item 10 is `enableBlinkFeatures`, which is never given.
  experimentalFeatures: false,
  // Item 11: there is no <webview> to allow anything.
  webviewTag: false,
  // A file that misses the drop zone must not replace the page.
  navigateOnDragDrop: false,
  plugins: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/** `preload` is the absolute path of the built preload script. */
export const webPreferences = (preload: string): WebPreferences => ({ ...lockedWebPreferences, preload });
