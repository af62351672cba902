import type { Way } from '#shared/bridge/gateways.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Probe, SeenIdentity } from './probed-session.ts';
import { isSilence } from './silence.ts';
import type { Ways } from './ways.ts';

const wayNames: Readonly<Record<Way, string>> = { lan: 'LAN', serial: 'serial cable' };

/**
 * Enters by the first way that answers, and goes over to another when the one in use falls silent. While `isHeld`, a job is at
 * work and the way stays: it was told which one it goes by. While `isBusy`, a file fills the way, and nothing is asked. A cable that hangs on
 * another box is as good as none, but it is what a person is told of.
 */
export function probeByWays(
  probe: Probe,
  ways: Ways,
  deps: { gateway: () => string; isHeld: () => boolean; isBusy: () => boolean },
): Probe {
  async function enter(order: readonly Way[]): Promise<Result<SeenIdentity>> {
    const silent: { way: Way; failed: Failure }[] = [];
    for (const way of order) {
      ways.use(way);
      const entered = await probe.enter();
      // An answer that says no is an answer: the other way would lead to the same box.
      if (entered.ok || !leadsNowhere(entered.failure)) return entered;
      silent.push({ way, failed: entered.failure });
    }
    const other = silent.find(({ failed }) => isOtherBox(failed));
    return fail(other?.failed ?? together(silent, deps.gateway()));
  }

  return {
    enter: () => enter(deps.isHeld() ? [ways.current()] : ways.order()),
    async look(connected) {
      if (deps.isBusy()) return ok(null);
      const looked = await probe.look(connected);
      if (looked.ok || !leadsNowhere(looked.failure) || deps.isHeld()) return looked;
      const others = ways.order().filter((way) => way !== ways.current());
      if (others.length === 0) return looked;
      const before = ways.current();
      const entered = await enter(others);
      if (!entered.ok && leadsNowhere(entered.failure)) {
        ways.use(before);
        return isOtherBox(entered.failure) ? entered : looked;
      }
      return entered;
    },
    leave: probe.leave,
  };
}

const isOtherBox = ({ code }: Failure): boolean => code === 'CABLE_OTHER_BOX';

const leadsNowhere = (failed: Failure): boolean => isSilence(failed) || isOtherBox(failed);

function together(silent: readonly { way: Way; failed: Failure }[], gateway: string): Failure {
  const [only, ...others] = silent;
  if (only !== undefined && others.length === 0) return only.failed;
  const address = silent
    .map(({ way, failed }) => String(failed.context.address ?? wayNames[way]))
    .join(' and ');
  const why = silent.map(
    ({ way, failed }) => `${wayNames[way]}: ${String(failed.context.why ?? failed.message)}`,
  );
  return failure('GATEWAY_UNREACHABLE', { gateway, address, why: why.join('; ') });
}
