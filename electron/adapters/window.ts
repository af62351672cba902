import { BrowserWindow } from 'electron';
import { startPage } from './security/app-origin.ts';
import { webPreferences } from './security/web-preferences.ts';

/** Shown while the page paints for the first time, in the theme of the system. */
const backgrounds = { dark: '#1a1b1e', light: '#ffffff' } as const;

/**
 * Opens the one window. It is shown when it has something to show, and does not wait for the workbench: calls of the
 * screens wait for that.
 */
export function openWindow(options: { preload: string; dark: boolean; icon?: string }): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 720,
    minHeight: 520,
    show: false,
    title: 'Gatewright',
    backgroundColor: options.dark ? backgrounds.dark : backgrounds.light,
    autoHideMenuBar: true,
    webPreferences: webPreferences(options.preload),
    ...(options.icon === undefined ? {} : { icon: options.icon }),
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(startPage);
  return window;
}

/** Brings the window to the front, whatever became of it. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
