import type { ParentPort } from '#platform/processes/spawner.ts';
import {
  type LauncherMessage,
  launcherMessageSchema,
  type SupervisionMessage,
} from '../launcher-protocol.ts';

/** The launcher as supervision sees it. */
export interface LauncherPort {
  send(message: SupervisionMessage): void;
  onMessage(listener: (message: LauncherMessage) => void): void;
}

/** Messages that this revision does not know are ignored: the launcher may be newer. */
export const launcherPortOf = (parent: ParentPort): LauncherPort => ({
  send: (message) => parent.send(message),
  onMessage: (listener) =>
    parent.onMessage((message) => {
      const parsed = launcherMessageSchema.safeParse(message);
      if (parsed.success) listener(parsed.data);
    }),
});
