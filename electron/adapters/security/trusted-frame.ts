import type { IpcMainInvokeEvent } from 'electron';
import { appOrigin, isAppUrl } from './app-origin.ts';

/**
 * Item 17: a message counts only when the main frame of our window sent it and that frame shows our page. A frame that
 * navigated or is gone in the meantime (`senderFrame` null) is a stranger.
 */
export function isTrustedFrame(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  if (frame === null) return false;
  const isMain = frame.frameTreeNodeId === event.sender.mainFrame.frameTreeNodeId;
  return isMain && frame.origin === appOrigin && isAppUrl(frame.url);
}
