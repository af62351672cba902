import type { WebContents } from 'electron';
import { isAppUrl } from './app-origin.ts';

/** What of the `will-…` events is needed here. */
interface Preventable {
  url: string;
  preventDefault(): void;
}

const stayInside = (event: Preventable): void => {
  if (!isAppUrl(event.url)) event.preventDefault();
};

/** Item 13: a window of ours never shows a page that is not ours, in any frame, by link, script or redirect. */
export function denyNavigation(contents: WebContents): void {
  contents.on('will-navigate', stayInside);
  contents.on('will-frame-navigate', stayInside);
  contents.on('will-redirect', stayInside);
}

/** Item 14: no second window. Item 15: nothing is handed to the system's browser either. */
export function denyNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Items 11 and 12: no `<webview>`, whatever its options say. */
export function denyWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Everything above, for contents of any kind as soon as they are made. */
export function guardContents(contents: WebContents): void {
  denyNavigation(contents);
  denyNewWindows(contents);
  denyWebviews(contents);
}
