import type { Logger } from 'pino';
import type { GatewayJobKind } from '#shared/gateway-api/jobs.ts';
import type { Result } from '#shared/result.ts';
import { type Admission, admitUpload } from '../jobs/admit-upload.ts';
import type { Pipeline } from '../jobs/pipeline.ts';
import type { SourceCall, UploadSource } from './upload-source.ts';

/** {@link admitUpload} for a call of the API, wherever its file comes from. */
export type AdmitCall = <T>(
  kind: GatewayJobKind,
  call: SourceCall,
  work: (admission: Admission) => Promise<Result<T>>,
) => Promise<Result<T>>;

export const createAdmitCall =
  (deps: { pipeline: Pipeline; uploadsFolder: string; source: UploadSource; log: Logger }): AdmitCall =>
  async (kind, call, work) => {
    const { pipeline, uploadsFolder, source, log } = deps;
    const worked = await admitUpload({ pipeline, uploadsFolder, kind, call: source.of(call) }, work);
    if (worked.ok) {
      // Begun: from here on nothing may turn this into a failure.
      await source.taken(call).catch((error) => log.warn({ error }, 'a resumable upload stays behind'));
    }
    return worked;
  };
