import { expect, test } from 'vitest';
import { judgeLauncher, judgeRevision, judgeSignature } from '../../../electron/gateway/package-policy.ts';

const policy = { allowUnsigned: false, launcherVersion: '2026.11' };

test.each([
  [{ state: 'trusted', signer: 'maker' }, false, 'ok'],
  [{ state: 'missing' }, false, 'SIGNATURE_MISSING'],
  [{ state: 'stranger' }, false, 'SIGNATURE_UNKNOWN'],
  [{ state: 'missing' }, true, 'warning'],
  [{ state: 'stranger' }, true, 'warning'],
] as const)('signature %o, unsigned allowed %s: %s', (signature, allowUnsigned, expected) => {
  const judged = judgeSignature('p.zip', signature, { ...policy, allowUnsigned });
  const said = judged.ok ? (judged.value.warning === null ? 'ok' : 'warning') : judged.failure.code;
  expect(said).toBe(expected);
});

test.each([
  ['2026.11', null],
  ['2026.10.5', null],
  ['2026.11.1', 'LAUNCHER_TOO_OLD'],
] as const)('launcher %s is needed: %s', (needed, code) => {
  expect(judgeLauncher('p.zip', needed, policy)?.code ?? null).toBe(code);
});

test.each([
  ['2026.12', false, null],
  ['2026.11.0', false, 'REVISION_RUNNING'],
  ['2026.11.0', true, 'REVISION_RUNNING'],
  ['2026.9', false, 'REVISION_OLDER'],
  ['2026.9', true, null],
] as const)('revision %s, downgrade allowed %s: %s', (revision, allowDowngrade, code) => {
  expect(judgeRevision('p.zip', revision, '2026.11', allowDowngrade)?.code ?? null).toBe(code);
});
