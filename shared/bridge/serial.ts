import type { Call } from './call.ts';
import { serialConsoleCalls, serialConsoleEvents } from './serial-console.ts';
import { serialPortsCalls, serialPortsEvents } from './serial-ports.ts';
import { serialScriptsCalls } from './serial-scripts.ts';
import { serialTransferCalls, serialTransferEvents } from './serial-transfer.ts';

/** Serial ports, the consoles on them, what they send by themselves, and file transfer. */
export const serialCalls = {
  ...serialPortsCalls,
  ...serialConsoleCalls,
  ...serialScriptsCalls,
  ...serialTransferCalls,
} as const satisfies Record<string, Call>;

export const serialEvents = {
  ...serialPortsEvents,
  ...serialConsoleEvents,
  ...serialTransferEvents,
} as const;
