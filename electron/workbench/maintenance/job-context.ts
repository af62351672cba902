import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import type { BackupRecord } from '../backups/backups.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import type { JobHandle } from './job-handle.ts';
import type { RestartWatch } from './watch-restart.ts';

/** The file of a job, as it was when the job began. */
export interface JobFile {
  path: string;
  name: string;
  bytes: number;
  sha256: string;
}

/** What the executors of one running job share. */
export interface JobContext {
  handle: JobHandle;
  session: GatewaySession;
  about: { gateway: string; address: string };
  file: JobFile | null;
  /** Name of a snapshot on the gateway. */
  snapshot: string | null;
  /** The management API, where the box offers it. */
  management: GatewayClient | null;
  allowDowngrade: boolean;
  /** Extensions that the gateway announced; empty for a plain box. */
  extensions: readonly string[];
  signal: AbortSignal;
  now: () => number;
  /** Starts looking at the first call; from then on silence of the gateway is expected. */
  watch(): RestartWatch;
  backUp(options: {
    /** `expectedBytes`: the size of this gateway's last backup; a streamed one announces no length. */
    onProgress: (transfer: Transfer, expectedBytes: number | null) => void;
    onChecking: () => Promise<void>;
  }): Promise<Result<BackupRecord>>;
  /** Facts that one executor finds out for the others and for the summary. */
  facts: { loginRefused: boolean; backup: { name: string; bytes: number } | null };
}

export type StepEnd = { ok: true } | { ok: false; failure: Failure; outcome?: NonNullable<Job['outcome']> };

export const done: StepEnd = { ok: true };
