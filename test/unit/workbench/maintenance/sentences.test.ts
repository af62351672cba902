import { describe, expect, test } from 'vitest';
import type { Job } from '#shared/bridge/maintenance.ts';
import { jobKinds, phaseTable } from '#shared/maintenance/phases.ts';
import {
  doingIn,
  effectSentence,
  failureSentence,
  successSentence,
} from '../../../../electron/workbench/maintenance/sentences.ts';

const job = (change: Partial<Job>) =>
  ({ gatewayName: 'boiler-room', kind: 'upgrade', to: '2026.05.0', downtimeMs: 3_140, ...change }) as Job;
const facts = { proved: true, loginRefused: false, backup: null };

describe('sentences of a result', () => {
  test('say what was verified', () => {
    expect(successSentence(job({}), facts)).toBe('boiler-room runs 2026.05.0, was away for 3.1 s.');
    expect(successSentence(job({ downtimeMs: null }), facts)).toBe('boiler-room runs 2026.05.0.');
    expect(successSentence(job({}), { ...facts, proved: false })).toContain('only that was verified');
    expect(successSentence(job({ kind: 'restore' }), { ...facts, loginRefused: true })).toContain(
      'log in with the password of that time',
    );
  });

  test('name the size of a backup as every other place does', () => {
    const backup = { name: 'a.zip', bytes: 4_812 };
    const sentence = successSentence(job({ kind: 'backup' }), { ...facts, backup });
    expect(sentence).toBe('a.zip is saved, 4.8 kB, opened again and verified.');
  });

  test('a failure before the gateway had the file says once that nothing was changed there', () => {
    const early = (message: string, change: Partial<Job> = {}) =>
      failureSentence(job({ phase: 'upload', ...change }), { message });
    expect(early('It does not answer.')).toBe('It does not answer. Nothing was changed on boiler-room.');
    expect(early('Nothing was changed there; try again.')).toBe('Nothing was changed there; try again.');
    expect(early('It failed.', { phase: 'installing' })).toBe('It failed.');
    expect(early('It failed.', { kind: 'backup', phase: 'download' })).toBe('It failed.');
  });

  test('a job that ended before the gateway had the file changed nothing, a later one does not claim so', () => {
    for (const kind of jobKinds) {
      for (const { phase, cancellable } of phaseTable[kind]) {
        const effect = effectSentence({ kind, phase, gatewayName: 'x' });
        if (cancellable)
          expect(effect).toMatch(/^(Nothing was changed on x\.|No (backup|snapshot) was saved\.)$/);
        if (phase === 'installing' || phase === 'applying') expect(effect).not.toMatch(/^Nothing/);
        expect(doingIn(kind, phase)).not.toBe('starting');
      }
    }
  });
});
