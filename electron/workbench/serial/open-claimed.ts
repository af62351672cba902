import { realpath } from 'node:fs/promises';
import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { ok, type Result } from '#shared/result.ts';
import type { PortClaims } from './port-claims.ts';

export interface ClaimedLine {
  line: SerialLine;
  /** Once the line is closed or gone. */
  release(): void;
}

/** The device itself, whatever link leads to it. */
export const deviceAt = (path: string): Promise<string> => realpath(path).catch(() => path);

/** Opens a port for one user of this program. Failures: SERIAL_USED_HERE, and those of opening. */
export async function openClaimed(
  deps: { claims: PortClaims; openLine: OpenLine },
  port: { path: string; settings: LineSettings; user: string },
): Promise<Result<ClaimedLine>> {
  const claimed = deps.claims.take(await deviceAt(port.path), port.user);
  if (!claimed.ok) return claimed;
  const release = claimed.value;
  const opened = await deps.openLine(port.path, port.settings);
  if (opened.ok) return ok({ line: opened.value, release });
  release();
  return opened;
}
