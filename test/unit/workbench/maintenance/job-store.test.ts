import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { createJobHandle } from '../../../../electron/workbench/maintenance/job-handle.ts';
import type { JobRecord } from '../../../../electron/workbench/maintenance/job-record.ts';
import { openJobStore } from '../../../../electron/workbench/maintenance/job-store.ts';
import { createNotices } from '../../../../electron/workbench/settings/notices.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const record = (change: Partial<Job>): JobRecord => ({
  format: 1,
  inner: { gatewayJobId: null, bootId: null },
  job: {
    id: randomUUID(),
    kind: 'upgrade',
    gatewayId: randomUUID(),
    gatewayName: 'box',
    via: 'lan',
    state: 'running',
    phases: ['upload', 'accepted', 'stopping-drivers', 'installing', 'restarting', 'verifying'],
    phase: 'upload',
    progress: 0,
    transfer: null,
    cancellable: true,
    startedAt: 1,
    endedAt: null,
    outcome: null,
    summary: null,
    failure: null,
    from: null,
    to: null,
    file: null,
    backupId: null,
    downtimeMs: null,
    log: [],
    dismissed: false,
    ...change,
  },
});

describe('jobs on disk', () => {
  test('come back as they were last, running ones as open', async () => {
    const folder = await temporaryFolder();
    const store = await openJobStore(folder, createNotices());
    const open = record({});
    const done = record({ state: 'done', outcome: 'succeeded', startedAt: 2 });
    await store.save(open);
    await store.save({ ...open, job: { ...open.job, phase: 'installing' } });
    await store.save(done);
    const again = await openJobStore(folder, createNotices());
    expect(again.list().map(({ id }) => id)).toEqual([done.job.id, open.job.id]);
    expect(again.open().map(({ job }) => job.phase)).toEqual(['installing']);
  });

  test('beyond a hundred the oldest done ones are forgotten, never an open one', async () => {
    const folder = await temporaryFolder();
    const store = await openJobStore(folder, createNotices());
    const open = record({ startedAt: 0 });
    await store.save(open);
    for (let n = 1; n <= 103; n++) await store.save(record({ state: 'done', startedAt: n }));
    const again = await openJobStore(folder, createNotices());
    const starts = again.list().map(({ startedAt }) => startedAt);
    expect(starts).toHaveLength(101);
    expect(starts.at(-1)).toBe(0);
    expect(starts.at(-2)).toBe(4);
    expect(await readdir(join(folder, 'jobs'))).toHaveLength(101);
  });
});

test('a running job never goes back, whatever order its events come in', async () => {
  const store = await openJobStore(await temporaryFolder(), createNotices());
  const seen: Job[] = [];
  const handle = createJobHandle({
    record: record({}),
    store,
    emit: (job) => void seen.push(job),
    log: pino({ level: 'silent' }),
    now: () => 0,
  });
  handle.advance(0.5);
  await handle.enter('installing');
  await handle.enter('accepted');
  await handle.enter('no such phase');
  handle.advance(0.1);
  await handle.enter('verifying');
  handle.note('x');
  expect(handle.job().phase).toBe('verifying');
  const bar = seen.map(({ progress }) => progress);
  expect(bar).toEqual(bar.toSorted((a, b) => a - b));
  expect(seen.every(({ cancellable, phase }) => cancellable === (phase === 'upload'))).toBe(true);
});
