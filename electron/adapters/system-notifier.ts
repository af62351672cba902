import { type BrowserWindow, Notification } from 'electron';
import type { Notifier } from '../workbench/ports.ts';
import { showWindow } from './window.ts';

/** A message of the computer, only while nobody can see the window; a click brings the window back. */
export function createSystemNotifier(window: () => BrowserWindow | null): Notifier {
  return {
    notify({ title, body }) {
      const current = window();
      if (current?.isVisible() && !current.isMinimized() && current.isFocused()) return;
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true });
      notification.on('click', () => {
        const target = window();
        if (target !== null) showWindow(target);
      });
      notification.show();
    },
  };
}
