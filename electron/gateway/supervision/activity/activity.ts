import type { Logger } from 'pino';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import type { Handlers } from '../http/call.ts';
import type { ActivityRow } from './activity-chain.ts';
import { type ActivityLimits, openActivityStore } from './activity-store.ts';
import type { ActivityEntry, RecordActivity } from './record-activity.ts';

/** Who did what, and from where (contract §4). */
export interface ActivityLog {
  /** Writes the entry before the caller goes on; throws when the disk is full. */
  record: RecordActivity;
  /**
   * For what has happened already, or must happen on a full disk too, such as a login: never throws. What could not be
   * written follows as soon as the disk takes it.
   */
  note: RecordActivity;
  calls: Pick<Handlers, 'activity'>;
  close(): void;
}

interface ActivityOptions {
  /** Where the state lies. */
  folder: string;
  /** UTC epoch milliseconds. */
  now: () => number;
  log: Logger;
  limits?: ActivityLimits;
}

/** Names come from outside: no entry may fill the disk. */
const maxCharacters = 300;
const maxDetailsCharacters = 8_000;
const maxWaiting = 1_000;

export function createActivity({ folder, now, log, limits }: ActivityOptions): ActivityLog {
  const store = openActivityStore(folder, log, limits);
  if (store.cutOff !== null) {
    log.error(store.cutOff, 'entries at the end of the activity log are missing');
  }
  let waiting: Parameters<typeof store.append>[0][] = [];

  const append = (row: (typeof waiting)[number]) => {
    const { number, hash } = store.append(row);
    // A copy of the chain away from the database: whoever changes both leaves more traces.
    log.info({ activity: number, hash }, 'activity');
  };
  const flush = () => {
    const first = waiting[0];
    if (first === undefined) return;
    append(first);
    waiting.shift();
    flush();
  };
  const write = (row: (typeof waiting)[number]) => {
    flush();
    append(row);
  };
  return {
    record: (entry) => write(rowOf(entry, now())),
    note(entry) {
      const row = rowOf(entry, now());
      try {
        write(row);
      } catch (error) {
        log.error({ error, entry }, 'an entry of the activity log could not be written yet');
        waiting = [...waiting, row].slice(-maxWaiting);
      }
    },
    calls: {
      activity({ query }) {
        const before = query.before === undefined ? null : numberOf(query.before);
        const rows = store.newest({ limit: query.limit, before, type: query.type ?? null });
        return { status: 200, body: { activities: rows.map(activityOf) } };
      },
    },
    close() {
      try {
        flush();
      } catch (error) {
        log.error({ error, entries: waiting.length }, 'entries of the activity log are lost');
      }
      store.close();
    },
  };
}

function rowOf({ type, action, target, user, address, details = {} }: ActivityEntry, at: number) {
  const json = JSON.stringify({ ...details, ...(address !== null && { address }) });
  const tooLong = JSON.stringify({
    ...(address !== null && { address }),
    cut: json.slice(0, maxDetailsCharacters / 2),
  });
  return {
    at,
    type,
    action,
    target: target.slice(0, maxCharacters),
    user: user.slice(0, maxCharacters),
    details: json.length > maxDetailsCharacters ? tooLong : json,
  };
}

const idOf = (number: number): string => `act-${number}`;

/** An id that was never given out lies before all entries: nothing is older. */
const numberOf = (id: string): number => Number(/^act-(\d{1,15})$/.exec(id)?.[1] ?? 0);

const activityOf = (row: ActivityRow): Activity => ({
  id: idOf(row.number),
  type: row.type,
  action: row.action,
  target: row.target,
  user: row.user,
  timestamp: new Date(row.at).toISOString(),
  details: JSON.parse(row.details),
});
