import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../../electron/gateway/supervision/database/migrations.ts';
import { closeOpenJobs } from '../../../../../electron/gateway/supervision/jobs/close-open-jobs.ts';
import { openEventStream } from '../../../../../electron/gateway/supervision/jobs/event-stream.ts';
import { createJobStore } from '../../../../../electron/gateway/supervision/jobs/job-store.ts';
import { createJobs } from '../../../../../electron/gateway/supervision/jobs/jobs.ts';
import { openDatabase } from '../../../../../electron/platform/database/database.ts';
import { uuidV7 } from '../../../../../electron/platform/ids/uuid-v7.ts';

function openJobs() {
  const database = openDatabase(':memory:', migrations);
  onTestFinished(() => database.close());
  const jobs = createJobs({
    store: createJobStore(database),
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  });
  return { database, jobs };
}

const upgrade = {
  kind: 'upgrade',
  username: 'admin',
  file: { name: 'p.zip', bytes: 1, sha256: '0'.repeat(64) },
  from: '2026.11',
  to: '2026.12',
} as const;

test('the end of a job reaches its followers although the disk is too full to note it', async () => {
  const { database, jobs } = openJobs();
  const { id } = jobs.begin(upgrade);
  database.sql.exec(
    "CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT raise(ABORT, 'database or disk is full'); END",
  );
  const stream = text(openEventStream(jobs, id, 0, 60_000));
  jobs.end(id, { outcome: 'failed', code: 'DISK_FULL', reason: 'no space' });
  expect(await stream).toContain('event: done\ndata: {"outcome":"failed"');
  expect(jobs.get(id)).toMatchObject({ state: 'done', outcome: 'failed', code: 'DISK_FULL' });
  expect(jobs.newest()).toMatchObject([{ state: 'done' }]);
  expect(jobs.open()).toEqual([]);
  expect(await text(openEventStream(jobs, id, 0, 60_000))).toContain('event: done');
});

test('a job that has ended keeps its end whatever the launcher says later', () => {
  const { jobs } = openJobs();
  const { id } = jobs.begin(upgrade);
  jobs.end(id, { outcome: 'failed', code: null, reason: 'first' });
  jobs.settle({ jobId: id, outcome: 'succeeded', code: null, reason: null });
  expect(jobs.get(id)).toMatchObject({ outcome: 'failed', reason: 'first' });
  jobs.settle({ jobId: uuidV7(Date.now()), outcome: 'succeeded', code: null, reason: null });
});

test('a phase that is recorded inside a transaction goes with it', () => {
  const { database, jobs } = openJobs();
  const { id } = jobs.begin(upgrade);
  expect(() =>
    database.transaction(() => {
      jobs.recordPhase(id, 'restarting');
      throw new Error('power cut');
    }),
  ).toThrow('power cut');
  expect(jobs.get(id)?.phase).toBe('accepted');
  expect(jobs.events(id, 0)).toHaveLength(1);
});

test('job ids are UUIDs of version 7 that sort by time', () => {
  const ids = [1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000].map(uuidV7);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});

/** It stayed `waiting` while it was verified: whoever reboots what waits cut off the very boot that it waited for. */
test('firmware that this boot verifies waits no more', () => {
  const { jobs } = openJobs();
  const { id } = jobs.begin({ ...upgrade, kind: 'firmware' });
  jobs.phase(id, 'staged');
  jobs.wait(id);
  expect(jobs.get(id)).toMatchObject({ state: 'waiting', phase: 'staged' });
  closeOpenJobs(jobs, { verifyingJobId: id, settled: [] });
  expect(jobs.get(id)).toMatchObject({ state: 'running', phase: 'verifying' });
});
