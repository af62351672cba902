import { failure } from '#shared/errors/failure.ts';
import { ended, ids, job, sha, shotAt, upgradeJob } from './fixtures.ts';

export const running = job('upgrade', {
  ...upgradeJob,
  phase: 'upload',
  progress: 0.38,
  transfer: { bytes: 11_240_000, totalBytes: 18_411_902, bytesPerSecond: 1_214_000, secondsLeft: 5.9 },
});
export const installing = job('upgrade', {
  ...upgradeJob,
  phase: 'installing',
  progress: 0.72,
  cancellable: false,
});
export const done = job('upgrade', {
  ...upgradeJob,
  ...ended('succeeded', {
    summary: 'boiler-room runs 2026.05.0, was away for 3.1 s.',
    downtimeMs: 3_120,
    phase: 'verifying',
  }),
});
export const backedUp = job('backup', {
  id: ids.roof,
  ...ended('succeeded', {
    summary: 'Backup of boiler-room saved to ~/Gatewright and verified.',
    file: { name: 'boiler-room-2026-11-21-14-01-50.zip', bytes: 4_213_118, sha256: sha },
    backupId: ids.press,
    phase: 'checking',
    endedAt: shotAt - 400_000,
    startedAt: shotAt - 403_400,
  }),
});
export const rolledBack = job('upgrade', {
  ...upgradeJob,
  ...ended('rolled-back', {
    phase: 'verifying',
    summary:
      'The gateway came back with the old revision 2026.04.1. The new one did not answer its health check for 60 s.',
    downtimeMs: 64_800,
    failure: failure(
      'UPGRADE_ROLLED_BACK',
      { to: '2026.05.0', seconds: 60, why: 'it did not answer its health check', from: '2026.04.1' },
      'GET /health: connection refused (12 tries)',
    ),
  }),
});
export const failed = job('restore', {
  ...ended('failed', {
    phase: 'upload',
    file: { name: 'boiler-room-2026-11-17-09-12-04.zip', bytes: 4_181_711, sha256: sha },
    failure: failure(
      'GATEWAY_CONNECTION_LOST',
      { gateway: 'boiler-room', doing: 'uploading' },
      'read ECONNRESET',
    ),
  }),
});
