import type { Exit } from './child-listeners.ts';
import type { Child } from './spawner.ts';

/**
 * Asks a child to end, with `message` or else with SIGTERM, and kills it after `graceMs`. Resolves with how it ended; also
 * for a child that had ended already.
 */
export function stopChild(child: Child, options: { message?: unknown; graceMs: number }): Promise<Exit> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), options.graceMs);
    child.onExit((exit) => {
      clearTimeout(timer);
      resolve(exit);
    });
    if (options.message === undefined) child.kill('SIGTERM');
    else child.send(options.message);
  });
}
