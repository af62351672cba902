import { join } from 'node:path';
import { type Journal, openJournal } from '#platform/journal/journal.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import type { Notices } from '../settings/notices.ts';
import { type JobRecord, jobRecordSchema } from './job-record.ts';

/** Done jobs beyond this number are forgotten, oldest first. */
const keptJobs = 100;

/** The jobs of this workbench, in memory and in `jobs/<id>.ndjson`. */
export interface JobStore {
  /** Newest first. */
  list(): Job[];
  find(id: string): JobRecord | undefined;
  /** In memory only; the journal has it with the next {@link save}. */
  put(record: JobRecord): void;
  /** On disk when it resolves. */
  save(record: JobRecord): Promise<void>;
  /** Jobs that were running when the workbench ended. */
  open(): JobRecord[];
}

export async function openJobStore(dataFolder: string, notices: Notices): Promise<JobStore> {
  const journal = await openJournal(join(dataFolder, 'jobs'), jobRecordSchema);
  const loaded = await journal.load();
  for (const file of loaded.setAside) notices.addSetAside('journal of a job', file);
  const records = new Map<string, JobRecord>();
  for (const [id, lines] of loaded.records) {
    const last = lines.at(-1);
    if (last !== undefined) records.set(id, last);
  }
  await forgetOld(records, journal);
  return {
    list: () => [...records.values()].map(({ job }) => job).sort((a, b) => b.startedAt - a.startedAt),
    find: (id) => records.get(id),
    put(record) {
      records.set(record.job.id, record);
    },
    async save(record) {
      records.set(record.job.id, record);
      await journal.append(record.job.id, record);
    },
    open: () => [...records.values()].filter(({ job }) => job.state === 'running'),
  };
}

async function forgetOld(records: Map<string, JobRecord>, journal: Journal<JobRecord>): Promise<void> {
  const done = [...records.values()].filter(({ job }) => job.state === 'done');
  const old = done.sort((a, b) => b.job.startedAt - a.job.startedAt).slice(keptJobs);
  for (const { job } of old) {
    records.delete(job.id);
    await journal.remove(job.id);
  }
}
