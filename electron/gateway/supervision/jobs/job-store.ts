import type { Database } from '#platform/database/database.ts';
import {
  type GatewayJob,
  type GatewayJobEvent,
  type GatewayJobOutcome,
  type GatewayJobPhase,
  gatewayJobEventSchemas,
  gatewayJobSchema,
} from '#shared/gateway-api/jobs.ts';

/** Rows of jobs and their events; nothing here knows what a job does. */
export interface JobStore {
  insert(job: GatewayJob): void;
  get(id: string): GatewayJob | null;
  newest(limit: number): GatewayJob[];
  /** Jobs that are not done. */
  open(): GatewayJob[];
  setPhase(id: string, phase: GatewayJobPhase): void;
  setState(id: string, state: GatewayJob['state']): void;
  setEnd(
    id: string,
    end: { at: Date; outcome: GatewayJobOutcome; code: string | null; reason: string | null },
  ): void;
  addEvent(id: string, event: GatewayJobEvent['event'], data: unknown): GatewayJobEvent;
  /** Events with a number above `after`, in order. */
  events(id: string, after: number): GatewayJobEvent[];
  /** Deletes done jobs beyond the newest `keep`. */
  prune(keep: number): void;
}

export function createJobStore({ sql }: Database): JobStore {
  const insert = sql.prepare(`
    INSERT INTO jobs (id, kind, state, phase, created_at, username, file_name, file_bytes, file_sha256,
      from_version, to_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const get = sql.prepare('SELECT * FROM jobs WHERE id = ?');
  const newest = sql.prepare('SELECT * FROM jobs ORDER BY created_at DESC, id DESC LIMIT ?');
  const open = sql.prepare("SELECT * FROM jobs WHERE state <> 'done' ORDER BY created_at, id");
  const setPhase = sql.prepare('UPDATE jobs SET phase = ? WHERE id = ?');
  const setState = sql.prepare('UPDATE jobs SET state = ? WHERE id = ?');
  const setEnd = sql.prepare(
    "UPDATE jobs SET state = 'done', ended_at = ?, outcome = ?, code = ?, reason = ? WHERE id = ?",
  );
  const addEvent = sql.prepare(`
    INSERT INTO job_events (job_id, id, event, data)
    SELECT ?1, coalesce(max(id), 0) + 1, ?2, ?3 FROM job_events WHERE job_id = ?1 RETURNING id`);
  const events = sql.prepare('SELECT * FROM job_events WHERE job_id = ? AND id > ? ORDER BY id');
  const prune = sql.prepare(`
    DELETE FROM jobs WHERE state = 'done' AND id NOT IN
      (SELECT id FROM jobs ORDER BY created_at DESC, id DESC LIMIT ?)`);
  return {
    insert: (job) =>
      void insert.run(
        job.id,
        job.kind,
        job.state,
        job.phase,
        Date.parse(job.createdAt),
        job.username,
        job.file.name,
        job.file.bytes,
        job.file.sha256,
        job.from,
        job.to,
      ),
    get(id) {
      const row = get.get(id);
      return row === undefined ? null : jobOf(row);
    },
    newest: (limit) => newest.all(limit).map(jobOf),
    open: () => open.all().map(jobOf),
    setPhase: (id, phase) => void setPhase.run(phase, id),
    setState: (id, state) => void setState.run(state, id),
    setEnd: (id, end) => void setEnd.run(end.at.getTime(), end.outcome, end.code, end.reason, id),
    addEvent(id, event, data) {
      const row = addEvent.get(id, event, JSON.stringify(data));
      return eventOf({ id: row?.id, event, data: JSON.stringify(data) });
    },
    events: (id, after) => events.all(id, after).map(eventOf),
    prune: (keep) => void prune.run(keep),
  };
}

type Row = Record<string, unknown>;

const isoOf = (value: unknown): string | null =>
  value === null ? null : new Date(Number(value)).toISOString();

const jobOf = (row: Row): GatewayJob =>
  gatewayJobSchema.parse({
    id: row.id,
    kind: row.kind,
    state: row.state,
    phase: row.phase,
    createdAt: isoOf(row.created_at),
    endedAt: isoOf(row.ended_at),
    outcome: row.outcome,
    reason: row.reason,
    code: row.code,
    username: row.username,
    file: { name: row.file_name, bytes: row.file_bytes, sha256: row.file_sha256 },
    from: row.from_version,
    to: row.to_version,
  });

function eventOf(row: Row): GatewayJobEvent {
  const event = row.event as GatewayJobEvent['event'];
  const data = gatewayJobEventSchemas[event].parse(JSON.parse(String(row.data)));
  return { id: Number(row.id), event, data } as GatewayJobEvent;
}
