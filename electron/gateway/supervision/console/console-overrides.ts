import type { LinkTiming } from '#platform/link/link-timing.ts';
import type { OpenConsoleLine } from './console-port.ts';

/** For tests, and for machines whose ports are something else. */
export interface ConsoleOverrides {
  openLine?: OpenConsoleLine;
  timing?: Partial<LinkTiming>;
  /** Without a key for so long, who is logged in is logged out. */
  idleMs?: number;
  retry?: { firstMs: number; maxMs: number };
}
