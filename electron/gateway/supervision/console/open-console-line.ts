import { openSerialLine } from '#platform/serial/open-serial-line.ts';
import { lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import type { OpenConsoleLine } from './console-port.ts';

/** Eight data bits, no parity, one stop bit, no flow control: what the link's escapes would pass, people rarely set up. */
export const openConsoleLine: OpenConsoleLine = ({ path, baudRate }) =>
  openSerialLine(path, { ...lineSettingsDefaults, baudRate });
