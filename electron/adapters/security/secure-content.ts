import type { Session } from 'electron';
import { isAppUrl } from './app-origin.ts';

const isDevTools = (url: string): boolean => url.startsWith('devtools://');
/** Made inside the page from data that it already has; nothing is fetched. */
const isLocalObject = (url: string): boolean => url.startsWith('blob:app://') || url.startsWith('data:');

/**
 * Electron security items 1 and 18: the window loads our own bundle and nothing from the network or `file://`. What the
 * workbench asks of gateways is asked by the host, never by the page.
 */
export function loadOnlyOwnContent(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const { url } = details;
    callback({ cancel: !(isAppUrl(url) || isLocalObject(url) || isDevTools(url)) });
  });
}
