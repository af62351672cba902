import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { failure } from '#shared/errors/failure.ts';
import type { GatewayJobKind } from '#shared/gateway-api/jobs.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Pipeline } from './pipeline.ts';

interface UploadCall {
  receive(path: string): Promise<Result<Upload>>;
  isGone(): boolean;
}

interface AdmitOptions {
  pipeline: Pipeline;
  uploadsFolder: string;
  kind: GatewayJobKind;
  call: UploadCall;
}

/** What `work` has to give back when it took the upload over: then it calls both itself at its end. */
export interface Admission {
  upload: Upload;
  leave(): void;
  removeUpload(): Promise<void>;
  /** Whether the client still waits for the answer. */
  isGone(): boolean;
}

/**
 * Takes the one place in the pipeline, receives the upload and hands it to `work`. When anything fails or throws, the
 * place is free again and the upload removed: nothing was changed. A full disk anywhere is DISK_FULL.
 */
export const admitUpload = <T>(
  options: AdmitOptions,
  work: (admission: Admission) => Promise<Result<T>>,
): Promise<Result<T>> => options.pipeline.track(admit(options, work));

async function admit<T>(
  { pipeline, uploadsFolder, kind, call }: AdmitOptions,
  work: (admission: Admission) => Promise<Result<T>>,
): Promise<Result<T>> {
  const entered = pipeline.enter(kind);
  if (!entered.ok) return entered;
  const path = join(uploadsFolder, `${kind}-${randomUUID()}`);
  const removeUpload = () => rm(path, { force: true });
  const back = async () => {
    // First: whoever sees the file gone may begin.
    entered.value.leave();
    await removeUpload();
  };
  try {
    const received = await call.receive(path);
    const worked = received.ok
      ? await work({
          upload: received.value,
          leave: entered.value.leave,
          removeUpload,
          isGone: () => call.isGone(),
        })
      : received;
    if (!worked.ok) await back();
    return worked;
  } catch (error) {
    await back();
    const expected = expectedFailure(error, 'preparing the work');
    if (expected === null) throw error;
    return fail(expected);
  }
}

/** Nobody waits for the answer any more: what was asked for is not begun. */
export const clientGone = () =>
  fail(failure('UPLOAD_INTERRUPTED', {}, 'the client went away before the answer'));
