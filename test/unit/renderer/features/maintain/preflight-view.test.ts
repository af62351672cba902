import { describe, expect, test } from 'vitest';
import {
  asksOnce,
  blockedReason,
  confirmWord,
  shownChecks,
  signatureWords,
  startWord,
  warningLines,
} from '../../../../../renderer/features/maintain/preflight-view.ts';
import { lastReboot } from '../../../../../renderer/features/maintain/reboot-view.ts';
import { ended, ids, job, preflight } from '../../../../e2e/screens/fixtures.ts';

const restore = preflight({ kind: 'backup', job: 'restore' });
const firmware = preflight({ kind: 'firmware', job: 'firmware' });
const downgrade = preflight({ to: '2026.02.3', downgrade: true });

describe('the button', () => {
  test('names the box that it changes', () => {
    expect(startWord(preflight(), 'boiler-room')).toBe('Upgrade boiler-room');
    expect(startWord(firmware, 'boiler-room')).toBe('Install firmware and reboot boiler-room…');
    expect(confirmWord(downgrade, 'boiler-room')).toBe('Go back to 2026.02.3 on boiler-room');
    expect(startWord(preflight({ job: null }), 'boiler-room')).toBeNull();
  });

  test('everything but a plain upgrade asks once more', () => {
    expect([preflight(), restore, firmware, downgrade].map(asksOnce)).toEqual([false, true, true, true]);
  });

  test('is off with the sentences of the checks that block, and only those', () => {
    expect(blockedReason(preflight())).toBeNull();
    const checks = [
      { check: 'signature', result: 'blocked' as const, message: 'Not signed.' },
      { check: 'drivers', result: 'warning' as const, message: '2 drivers will stop.' },
    ];
    expect(blockedReason(preflight({ checks }))).toBe('Not signed.');
    expect(blockedReason(preflight({ job: null, checks: [] }))).toContain('Nothing can be done');
  });
});

test('the list does not claim a backup that the user may have switched off beside the button', () => {
  const backup = { check: 'backup-first', result: 'ok' as const, message: 'A backup is taken first.' };
  const checks = [...preflight().checks, backup];
  expect(shownChecks(preflight({ checks }))).toEqual(preflight().checks);
});

describe('words', () => {
  test('a restore says what is lost', () => {
    const lines = warningLines(restore, 'boiler-room', true).join(' ');
    for (const part of ['boiler-room', 'addresses', 'accounts', 'logins end', 'backup is downloaded']) {
      expect(lines).toContain(part);
    }
  });

  test('without a backup first the dialog says so', () => {
    for (const entry of [restore, firmware, downgrade]) {
      expect(warningLines(entry, 'boiler-room', false).at(-1)).toBe('No backup is taken first.');
    }
  });

  test('a signature is trusted, strange, missing, or means nothing', () => {
    expect(signatureWords({ state: 'trusted', signer: 'ACME' })).toEqual({
      mark: 'good',
      text: 'signed by ACME',
    });
    expect(signatureWords({ state: 'stranger', signer: null })?.mark).toBe('warning');
    expect(signatureWords({ state: 'missing', signer: null })?.text).toBe('not signed');
    expect(signatureWords({ state: 'not-applicable', signer: null })).toBeNull();
  });
});

test('the last reboot is the newest that came back', () => {
  const jobs = [
    job('reboot', ended('succeeded', { startedAt: 1, downtimeMs: 900 })),
    job('reboot', ended('succeeded', { startedAt: 3, downtimeMs: 1_100 })),
    job('reboot', ended('failed', { startedAt: 5, downtimeMs: null })),
    job('upgrade', ended('succeeded', { startedAt: 9, downtimeMs: 3_000 })),
  ];
  expect(lastReboot(jobs, ids.boiler)).toBe(1_100);
  expect(lastReboot(jobs, ids.press)).toBeNull();
});
