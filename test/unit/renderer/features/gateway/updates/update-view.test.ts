import { expect, test } from 'vitest';
import {
  applyLines,
  checksumParts,
  fetchProgress,
  isWebAddress,
  updateWords,
} from '../../../../../../renderer/features/gateway/updates/update-view.ts';
import { update, upToDate } from '../../../../../e2e/screens/upkeep-fixtures.ts';

test('an update is told with both versions; none with the one that runs', () => {
  expect(updateWords(update)).toMatchObject({ title: '2026.05.0 can be installed' });
  expect(updateWords(update).text).toContain('2026.04.1');
  expect(updateWords(upToDate)).toMatchObject({ mark: 'good', title: 'Up to date' });
  const behind = { currentVersion: '2026.06.0', latestVersion: '2026.05.0', updateAvailable: false };
  expect(updateWords(behind).text).toBe('The gateway runs 2026.06.0; the feed has 2026.05.0.');
});

test('a checksum names its algorithm', () => {
  expect(checksumParts('sha256:abc')).toEqual({ algorithm: 'SHA-256', digest: 'abc' });
  expect(checksumParts('abc')).toEqual({ algorithm: 'Checksum', digest: 'abc' });
});

test('only addresses of the web are shown beside a link', () => {
  expect(isWebAddress('https://updates.example.com')).toBe(true);
  for (const other of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', undefined]) {
    expect(isWebAddress(other)).toBe(false);
  }
});

test('what only a gateway of our kind does is not promised for others', () => {
  const told = applyLines('boiler-room', update, { backupFirst: false, known: true }).join(' ');
  expect(told).toContain('goes back to the old one');
  const other = applyLines('boiler-room', update, { backupFirst: false, known: false }).join(' ');
  expect(other).not.toMatch(/goes back|snapshot/);
  expect(other).toContain('No backup is taken first.');
});

test('how far a download is: in bytes, never beyond the end, nothing from a box that does not tell', () => {
  expect(fetchProgress({ download: { version: '2', bytes: 5_000_000, total: 20_000_000 } })).toEqual({
    percent: 25,
    words: '5.0 MB of 20.0 MB',
  });
  expect(fetchProgress({ download: { version: '2', bytes: 3, total: 2 } })?.percent).toBe(100);
  expect(fetchProgress({ download: { version: '2', bytes: 3, total: 0 } })?.percent).toBe(0);
  expect(fetchProgress({})).toBeNull();
});
