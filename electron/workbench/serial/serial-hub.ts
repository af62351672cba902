import type { OpenLine } from '#platform/serial/open-serial-line.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type BorrowedLine, lend } from './borrowed-line.ts';
import type { Consoles } from './consoles.ts';
import { openClaimed } from './open-claimed.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';

/** A port by what is known of it: a path, the device behind it wherever it is now, or the console that has it open. */
export type PortRef = { path: string } | { identity: string; lastPath: string } | { consoleId: string };

/** For everything of the host that needs a serial line and is no console: gateway links, recovery, transfers. */
export interface SerialHub {
  /**
   * Lends a line to one user at a time. A console that has the port open lends it without closing it, shows who has it
   * (`by`, as in "used by …") and what arrives, unless `quiet`; otherwise the port is opened for the borrower, and closed when
   * it is handed back. `settings` null: as they are, or as the profile says. Settings that differ from an open console's are
   * taken for the time of the loan. Failures: as `serial.open`, SERIAL_LINE_BUSY, SERIAL_CONSOLE_UNKNOWN.
   */
  borrow(
    port: PortRef,
    settings: LineSettings | null,
    by: string,
    options?: { quiet: boolean },
  ): Promise<Result<BorrowedLine>>;
}

export function createSerialHub(deps: {
  consoles: Consoles;
  claims: PortClaims;
  watch: PortWatch;
  openLine: OpenLine;
  /** What a device is opened with when nobody says otherwise. */
  settingsOf: (identity: string) => LineSettings;
}): SerialHub {
  const { consoles, watch } = deps;

  async function fromConsole(
    id: string,
    settings: LineSettings | null,
    by: string,
    quiet: boolean,
  ): Promise<Result<BorrowedLine>> {
    const found = consoles.find(id);
    if (!found.ok) return found;
    const { link } = found.value;
    const before = link.settings();
    const differs = settings !== null && JSON.stringify(settings) !== JSON.stringify(before);
    if (!differs) return found.value.lend(by, { quiet });
    const able = found.value.ready();
    if (!able.ok) return able;
    const changed = await link.change(settings);
    if (!changed.ok) return changed;
    const lent = found.value.lend(by, { quiet });
    if (!lent.ok) {
      await link.change(before);
      return lent;
    }
    const line = lent.value;
    return ok(
      lend(line, async () => {
        await line.handBack();
        await link.change(before);
      }),
    );
  }

  async function ownPort(
    path: string,
    settings: LineSettings | null,
    by: string,
  ): Promise<Result<BorrowedLine>> {
    const { identity } = await watch.at(path);
    const opened = await openClaimed(deps, {
      path,
      settings: settings ?? deps.settingsOf(identity),
      user: by,
    });
    if (!opened.ok) return opened;
    const { line, release } = opened.value;
    const stop = line.onClosed(release);
    return ok(
      lend(line, async () => {
        stop();
        await line.close();
        release();
      }),
    );
  }

  return {
    async borrow(port, settings, by, { quiet } = { quiet: false }) {
      if ('consoleId' in port) return fromConsole(port.consoleId, settings, by, quiet);
      const path = 'path' in port ? port.path : await watch.whereIs(port.identity, port.lastPath);
      if (path === null)
        return fail(failure('SERIAL_NOT_THERE', { port: 'lastPath' in port ? port.lastPath : '' }));
      const at = await consoles.openAt(path);
      return at === null ? ownPort(path, settings, by) : fromConsole(at.id, settings, by, quiet);
    },
  };
}
