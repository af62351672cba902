import type { Logger } from 'pino';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Schedule } from './schedule-rule.ts';
import type { Snapshots } from './snapshots.ts';

/** Snapshots by the clock. */
export interface SnapshotSchedule {
  start(): void;
  stop(): void;
  /** Takes one when one is due; resolves when it is done. Never rejects. */
  check(): Promise<void>;
}

interface ScheduleOptions {
  snapshots: Pick<Snapshots, 'create' | 'list'>;
  schedule: () => Schedule;
  /** UTC epoch milliseconds since when this gateway is there: what was due before was not missed. */
  bornMs: () => number;
  now: () => number;
  note: RecordActivity;
  log: Logger;
}

const checkEveryMs = 20_000;
/** A full disk gets room again; a message every few seconds helps nobody. */
const tryAgainMs = 10 * 60_000;

/**
 * Asks the clock again and again what is due, instead of waiting for one moment: a machine that was off or asleep, or whose
 * clock was set, catches up with one snapshot, however many were missed.
 */
export function createSnapshotSchedule(options: ScheduleOptions): SnapshotSchedule {
  const { snapshots, schedule, now, log } = options;
  /** What was due up to then was done. */
  let doneMs: number | null = null;
  let used: string | null = null;
  let notBeforeMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let checking = false;

  const lastScheduledMs = (): number => {
    const taken = snapshots
      .list()
      .filter(({ origin }) => origin === 'schedule')
      .map(({ createdAt }) => Date.parse(createdAt))
      // One from the future was taken while the clock was wrong.
      .filter((at) => at <= now());
    return Math.max(options.bornMs(), ...taken);
  };

  const isDue = async (): Promise<boolean> => {
    const { snapshotSchedule, snapshotTimeZone } = schedule();
    if (snapshotSchedule.trim() === '') return false;
    const { lastDueMs } = await import('./schedule-rule.ts');
    const text = `${snapshotSchedule} ${snapshotTimeZone}`;
    // A new schedule counts from now on.
    if (used !== null && used !== text) doneMs = now();
    used = text;
    doneMs ??= lastScheduledMs();
    // Set back: what comes now is due again.
    if (doneMs > now()) doneMs = now();
    const due = lastDueMs({ snapshotSchedule, snapshotTimeZone }, now());
    return due !== null && due > doneMs;
  };

  const check = async (): Promise<void> => {
    if (checking || now() < notBeforeMs) return;
    checking = true;
    try {
      if (!(await isDue())) return;
      const at = now();
      const taken = await snapshots.create('schedule');
      if (taken.ok) {
        doneMs = at;
        const { name: target, bytes, sha256 } = taken.value;
        options.note({
          type: 'snapshot',
          action: 'created',
          target,
          user: '',
          address: null,
          details: { bytes, sha256, by: 'schedule' },
        });
      } else {
        notBeforeMs = at + tryAgainMs;
        log.error({ why: taken.failure }, 'a scheduled snapshot could not be taken');
      }
    } catch (error) {
      notBeforeMs = now() + tryAgainMs;
      log.error({ error }, 'the schedule of snapshots cannot be followed');
    } finally {
      checking = false;
    }
  };

  return {
    check,
    start() {
      void check();
      timer = setInterval(() => void check(), checkEveryMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
