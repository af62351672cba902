import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { failure } from '#shared/errors/failure.ts';
import { ok, type Result } from '#shared/result.ts';
import { type BootInfo, gatewayFolders } from '../../launcher-protocol.ts';
import type { PackagePolicy } from '../../package-policy.ts';
import { type Admission, clientGone } from '../jobs/admit-upload.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { inspectUpload } from '../upgrade/inspect-upload.ts';
import { readImageVersion } from './image-version.ts';
import { readStaged, stageFirmware } from './stage-firmware.ts';

interface FirmwareOptions {
  dataFolder: string;
  keyFolders: readonly string[];
  policy: PackagePolicy;
  /** With the installer `command` an image may be any file: the machine checks it when it takes it up. */
  boot: Pick<BootInfo, 'firmware' | 'firmwareInstaller' | 'firmwareVersionCommand'>;
  jobs: Jobs;
  log: Logger;
}

export interface Firmware {
  /** Checks an image and stages it for the next boot. An image that waited before is replaced, and its job says so. */
  stage(admission: Admission, username: string): Promise<Result<{ jobId: string }>>;
}

export function createFirmware(options: FirmwareOptions): Firmware {
  const { jobs } = options;
  const installFolder = join(options.dataFolder, gatewayFolders.install);
  return {
    async stage(admission, username) {
      const { upload } = admission;
      const checked = await check(upload, options);
      if (!checked.ok) return checked;
      if (admission.isGone()) return clientGone();
      const { version, warning } = checked.value;
      const before = await readStaged(installFolder);
      const { name, bytes, sha256 } = upload;
      const job = jobs.begin({
        kind: 'firmware',
        username,
        file: { name, bytes, sha256 },
        from: options.boot.firmware,
        to: version,
      });
      if (warning !== null) jobs.log(job.id, 'warn', warning);
      try {
        const file = `${job.id}.bin`;
        await stageFirmware(installFolder, upload.path, {
          jobId: job.id,
          file,
          originalName: name,
          sha256,
          version,
        });
      } catch (error) {
        jobs.fail(job.id, failure('FILE_WRITE', { file: name, why: String(error) }));
        throw error;
      }
      jobs.phase(job.id, 'staged');
      jobs.wait(job.id);
      if (before !== null) replace(jobs, before.jobId);
      admission.leave();
      return ok({ jobId: job.id });
    },
  };
}

async function check(
  upload: Upload,
  options: FirmwareOptions,
): Promise<Result<{ version: string; warning: string | null }>> {
  const { firmwareInstaller, firmwareVersionCommand: command } = options.boot;
  if (firmwareInstaller === 'command') {
    return ok(await readImageVersion(upload, { command }));
  }
  const checked = await inspectUpload(upload, 'firmware', options);
  if (!checked.ok) return checked;
  const { manifest, warning } = checked.value;
  return ok({ version: manifest.version, warning });
}

function replace(jobs: Jobs, jobId: string): void {
  const { code, message } = failure('FIRMWARE_REPLACED');
  jobs.settle({ jobId, outcome: 'replaced', code, reason: message });
}
