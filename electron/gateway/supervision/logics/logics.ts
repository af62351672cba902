import { failure } from '#shared/errors/failure.ts';
import type { Logic } from '#shared/gateway-api/configuration.ts';
import type { LogicView } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { driverProcessName } from '../drivers/driver-log-files.ts';
import type { LiveChange } from '../points/flow.ts';
import { createLogic, type LogicDeps, type RunningLogic } from './logic.ts';

/** All logics of the configuration. */
export interface Logics {
  /** Starts every enabled one that has a trigger. */
  start(): void;
  /** Resolves when every process is gone; {@link start} may follow. */
  stop(): Promise<void>;
  view(logic: Logic): LogicView;
  /** It was added, changed or deleted. */
  changed(id: string): Promise<void>;
  /** Addresses were added, changed or deleted. */
  addressesChanged(): void;
  /** LOGIC_CANNOT_RUN, DRIVERS_PAUSED. */
  startOne(logic: Logic): Promise<Result<null>>;
  /** Until it is started or the gateway restarts. */
  stopOne(logic: Logic): Promise<Result<null>>;
  processes(): { name: string; pid: number | null }[];
}

interface LogicsDeps extends LogicDeps {
  logics(): ReadonlyMap<string, Logic>;
}

interface Entry {
  logic: Logic;
  running: RunningLogic;
  /** Addresses whose changes it runs at. */
  triggers: ReadonlySet<string>;
  schedule: { stop(): void } | null;
}

const idle = { state: 'stopped', reason: null, pid: null, restarts: 0 } as const;

export function createLogics(deps: LogicsDeps): Logics {
  const { flow, log } = deps;
  const entries = new Map<string, Entry>();
  /** Changes of one logic come one after the other. */
  let turn: Promise<void> = Promise.resolve();
  let running = false;

  const triggersOf = ({ trigger }: Logic): ReadonlySet<string> =>
    new Set(
      (trigger?.on === 'change' ? trigger.addresses : []).flatMap((key) => {
        const found = deps.findAddress(key);
        return found.ok ? found.value.id : [];
      }),
    );
  async function launch(logic: Logic): Promise<void> {
    const { trigger } = logic;
    const entry: Entry = {
      logic,
      running: createLogic(logic, deps),
      triggers: triggersOf(logic),
      schedule: null,
    };
    entries.set(logic.id, entry);
    entry.running.start();
    if (trigger?.on !== 'schedule') return;
    const { startSchedule } = await import('./schedule.ts');
    try {
      entry.schedule = startSchedule(trigger, entry.running.trigger);
    } catch (error) {
      log.error({ error, logic: logic.id }, 'the schedule of a logic cannot be used');
    }
  }
  async function end(id: string): Promise<void> {
    const entry = entries.get(id);
    entries.delete(id);
    entry?.schedule?.stop();
    await entry?.running.stop();
  }
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error) => log.error({ error }, 'a logic could not be started or stopped'));
    return turn;
  };
  const whyNot = (logic: Logic): string | null => {
    if (!logic.enabled) return 'it is disabled';
    return logic.trigger === undefined ? 'it has no trigger: nothing says when it runs' : null;
  };

  flow.onChanges((changes: readonly LiveChange[]) => {
    for (const { running: logic, triggers } of entries.values()) {
      for (const { address, value, chain } of changes)
        logic.changed(address, value, chain, triggers.has(address));
    }
  });
  return {
    start() {
      running = true;
      void inTurn(async () => {
        for (const logic of deps.logics().values()) {
          if (running && whyNot(logic) === null && !entries.has(logic.id)) await launch(logic);
        }
      });
    },
    stop() {
      running = false;
      return inTurn(async () => {
        await Promise.all([...entries.keys()].map(end));
      });
    },
    view(logic) {
      const live = entries.get(logic.id)?.running.view();
      if (live !== undefined) return { ...logic, ...live };
      const state = logic.enabled ? 'stopped' : 'disabled';
      const reason = logic.enabled ? whyNot(logic) : null;
      return { ...logic, process: { ...idle, state, reason }, lastRunAt: null, lastError: null };
    },
    changed: (id) =>
      inTurn(async () => {
        await end(id);
        const logic = deps.logics().get(id);
        if (running && logic !== undefined && whyNot(logic) === null) await launch(logic);
      }),
    addressesChanged() {
      for (const entry of entries.values()) {
        entry.triggers = triggersOf(entry.logic);
        entry.running.renamed();
      }
    },
    async startOne(logic) {
      const why = whyNot(logic);
      if (why !== null) return fail(failure('LOGIC_CANNOT_RUN', { name: logic.name, why }));
      if (!running) return fail(failure('DRIVERS_PAUSED'));
      await inTurn(async () => {
        const live = entries.get(logic.id);
        if (live === undefined) await launch(logic);
        else live.running.start();
      });
      return ok(null);
    },
    async stopOne({ id }) {
      await inTurn(() => end(id));
      return ok(null);
    },
    processes: () =>
      [...entries.values()].map(({ logic, running: live }) => ({
        name: driverProcessName('logic', logic.id),
        pid: live.view().process.pid,
      })),
  };
}
