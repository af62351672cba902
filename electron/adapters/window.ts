import { BrowserWindow, screen } from 'electron';
import { startPage } from './security/app-origin.ts';
import { webPreferences } from './security/web-preferences.ts';
import { type RememberedPlace, smallestWindow } from './window-place.ts';

/** Shown while the page paints for the first time, in the theme of the system. */
const backgrounds = { dark: '#1a1b1e', light: '#ffffff' } as const;

/**
 * Opens the one window where it was left. It is shown when it has something to show, and does not wait for the workbench: calls of the
 * screens wait for that.
 */
export function openWindow(options: {
  preload: string;
  dark: boolean;
  remembered: RememberedPlace;
  icon?: string;
}): BrowserWindow {
  const { remembered } = options;
  const workAreas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...remembered.place(workAreas),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Gatewright',
    backgroundColor: options.dark ? backgrounds.dark : backgrounds.light,
    autoHideMenuBar: true,
    webPreferences: webPreferences(options.preload),
    ...(options.icon === undefined ? {} : { icon: options.icon }),
  });
  if (remembered.maximized) window.maximize();
  remembered.follow(window);
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
