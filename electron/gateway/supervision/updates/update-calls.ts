import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';
import { createUpdateStream } from './update-stream.ts';
import type { Updates } from './updates.ts';

interface UpdateCallsOptions {
  updates: Updates;
  note: RecordActivity;
  heartbeatMs: number;
  plain: boolean;
}

const isSet = (flag: string | undefined): boolean => flag === 'true' || flag === '1';

/** Updates as the management API has them (contract §4). */
export function updateCalls({
  updates,
  note,
  heartbeatMs,
  plain,
}: UpdateCallsOptions): Pick<Handlers, 'updates' | 'updatesCheck' | 'updatesDownload' | 'updatesApply'> {
  const check = async (force: boolean) => {
    const checked = await updates.check({ force });
    return checked.ok ? ({ status: 200, body: checked.value } as const) : { failure: checked.failure };
  };
  return {
    updates: ({ query }) => check(isSet(query.force)),
    updatesCheck: () => check(true),
    async updatesDownload({ caller: { name: user, address } }) {
      const downloaded = await updates.download();
      const entry = { type: 'update', user, address } as const;
      if (!downloaded.ok) {
        const { code, message: reason } = downloaded.failure;
        note({ ...entry, action: 'download failed', target: '', details: { code, reason } });
        return { failure: downloaded.failure };
      }
      const {
        entry: { version, sha256 },
        upload,
      } = downloaded.value;
      note({ ...entry, action: 'downloaded', target: version, details: { sha256, bytes: upload.bytes } });
      const checksum = `sha256:${sha256}`;
      return { status: 200, body: { success: true, version, downloadPath: upload.path, checksum } };
    },
    async updatesApply({ caller: { name: user, address } }) {
      const stream = createUpdateStream({ heartbeatMs, plain });
      const applied = await updates.apply(user, stream.send);
      const entry = { type: 'update', user, address } as const;
      if (!applied.ok) {
        stream.body.destroy();
        const { code, message: reason } = applied.failure;
        note({ ...entry, action: 'refused', target: '', details: { code, reason } });
        return { failure: applied.failure };
      }
      const { jobId, version } = applied.value;
      note({ ...entry, action: 'started', target: version, details: { job: jobId } });
      const headers = { [jobIdHeader]: jobId, 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      return { status: 200, body: stream.body, headers };
    },
  };
}
