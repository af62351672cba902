import { describe, expect, test } from 'vitest';
import { createCertificateJudge } from '../../../../electron/workbench/sessions/certificate-judge.ts';

const certificate = (fingerprint: string, trustedByAuthority: boolean) => ({
  fingerprint,
  subject: 'box',
  validTo: 'Nov 21 09:00:00 2027 GMT',
  trustedByAuthority,
});

function judgeWith(pinned: string | null) {
  const pins: string[] = [];
  const judge = createCertificateJudge({
    gateway: () => 'box',
    pinned: () => pinned,
    onPin: (fingerprint) => void pins.push(fingerprint),
  });
  return { judge, pins };
}

describe('certificates', () => {
  test('self-signed and unknown: refused until compared', () => {
    const { judge, pins } = judgeWith(null);
    expect(judge.judge(certificate('AA', false))).toBe('refuse');
    expect(judge.failure()?.code).toBe('CERTIFICATE_NEW');
    expect(judge.refused()).toMatchObject({ presented: 'AA', pinned: null });
    expect(pins).toEqual([]);
  });

  test('vouched for by an authority: pinned on first use', () => {
    const { judge, pins } = judgeWith(null);
    expect(judge.judge(certificate('AA', true))).toBe('accept');
    expect(pins).toEqual(['AA']);
  });

  test('pinned: only that one, even when an authority vouches for another', () => {
    const { judge } = judgeWith('AA');
    expect(judge.judge(certificate('AA', false))).toBe('accept');
    expect(judge.failure()).toBeNull();
    expect(judge.judge(certificate('BB', true))).toBe('refuse');
    expect(judge.failure()?.code).toBe('CERTIFICATE_CHANGED');
  });
});
