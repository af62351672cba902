import { describe, expect, test } from 'vitest';
import { jobOutcomes } from '#shared/bridge/maintenance.ts';
import { failure } from '#shared/errors/failure.ts';
import { jobKinds } from '#shared/maintenance/phases.ts';
import {
  isWorthNotice,
  jobDetails,
  jobsOnPage,
  jobTicks,
  jobTitle,
  percent,
  tabsOfJob,
  transferWords,
} from '../../../../../renderer/lib/domain/job-view.ts';
import { ended, ids, job, upgradeJob } from '../../../../e2e/screens/fixtures.ts';

describe('titles', () => {
  test('name the box and how it ended', () => {
    expect(jobTitle(job('upgrade'))).toBe('Upgrading boiler-room');
    expect(jobTitle(job('upgrade', ended('succeeded', {})))).toBe('boiler-room upgraded');
    expect(jobTitle(job('upgrade', ended('rolled-back', {})))).toBe('Upgrade of boiler-room was rolled back');
  });

  test('every kind and outcome has its own words', () => {
    const titles = jobKinds.flatMap((kind) =>
      jobOutcomes.map((outcome) => jobTitle(job(kind, ended(outcome, {})))),
    );
    expect(new Set(titles).size).toBe(jobKinds.length * jobOutcomes.length);
    for (const title of titles) expect(title).not.toMatch(/undefined|!/);
  });
});

describe('ticks', () => {
  const states = (entry: ReturnType<typeof job>) => jobTicks(entry).map(({ state }) => state);

  test('before is done, now is named as it happens, after is to come', () => {
    const ticks = jobTicks(job('upgrade', { phase: 'installing' }));
    expect(ticks.map(({ label }) => label)).toEqual([
      'backup',
      'uploaded',
      'accepted',
      'drivers stopped',
      'installing',
      'restarted',
      'verified',
    ]);
    expect(ticks[4]?.state).toBe('current');
    expect(ticks[5]?.state).toBe('pending');
  });

  test('a success has every tick, whatever its last phase was', () => {
    const done = job('upgrade', ended('succeeded', { phase: 'restarting' }));
    expect(new Set(states(done))).toEqual(new Set(['done']));
  });

  test('a failure shows where it stopped', () => {
    const stopped = job('upgrade', ended('failed', { phase: 'upload' }));
    expect(states(stopped).slice(0, 3)).toEqual(['done', 'stopped', 'pending']);
  });
});

describe('figures', () => {
  test('100 % is said only when it is reached', () => {
    expect(percent(0.999)).toBe(99);
    expect(percent(1)).toBe(100);
  });

  test('only what is known of a transfer', () => {
    const transfer = {
      bytes: 11_240_000,
      totalBytes: 18_411_902,
      bytesPerSecond: 1_214_000,
      secondsLeft: 5.9,
    };
    expect(transferWords(transfer)).toEqual(['11.2 MB of 18.4 MB', '1.2 MB/s', 'about 6 s left']);
    expect(transferWords({ bytes: 5, totalBytes: null, bytesPerSecond: 0, secondsLeft: null })).toEqual([
      '5 B',
    ]);
    expect(transferWords(null)).toEqual([]);
  });
});

test('copied details hold the code, the file hash and the log', () => {
  const text = jobDetails(
    job('upgrade', {
      ...upgradeJob,
      ...ended('failed', { failure: failure('JOB_INTERRUPTED', { phase: 'installing' }, 'SIGKILL') }),
    }),
  );
  for (const part of [
    'JOB_INTERRUPTED',
    'SIGKILL',
    upgradeJob.file?.sha256 ?? '-',
    'Drivers stopped: modbus-1',
  ]) {
    expect(text).toContain(part);
  }
});

test('the end of a job is told once, and not where its card is seen or after it was dismissed', () => {
  const done = job('upgrade', ended('succeeded', {}));
  expect(isWorthNotice(done, false)).toBe(true);
  expect(isWorthNotice(done, true)).toBe(false);
  expect(isWorthNotice({ ...done, dismissed: true }, false)).toBe(false);
  expect(isWorthNotice(job('upgrade'), false)).toBe(false);
});

test('a page shows its own jobs: running ones, and results that nobody dismissed', () => {
  const jobs = [
    job('upgrade'),
    job('backup', ended('succeeded', {})),
    job('reboot', ended('succeeded', { dismissed: true })),
    job('backup', { gatewayId: ids.press }),
  ];
  const { running, results } = jobsOnPage(jobs, ids.boiler);
  expect(running.map(({ kind }) => kind)).toEqual(['upgrade']);
  expect(results.map(({ kind }) => kind)).toEqual(['backup']);
});

test('a job is found where it was started: a box with the management API only has no tab Maintain', () => {
  expect(tabsOfJob(job('update'))).toEqual(['updates', 'maintain']);
  expect(tabsOfJob(job('snapshot-restore'))).toEqual(['snapshots', 'maintain']);
  expect(tabsOfJob(job('upgrade'))).toEqual(['maintain']);
});
