import { done, type JobContext, type StepEnd } from './job-context.ts';
import type { Step } from './plan.ts';
import { followStep } from './step-follow.ts';
import { rebootStep, returnStep } from './step-restart.ts';
import { restoreSnapshotStep } from './step-snapshot.ts';
import { applyStep, fetchStep } from './step-update.ts';
import { uploadStep } from './step-upload.ts';
import { loginStep, verifyStep } from './step-verify.ts';

/** The download is most of the work; checking the file is the rest. */
const downloadShare = 0.8;
/** How far a download of unknown length is: never there, always nearer. */
const unknownLengthBytes = 8 * 1024 * 1024;

async function backupStep(context: JobContext): Promise<StepEnd> {
  const { handle } = context;
  const alone = handle.job().kind === 'backup' || handle.job().kind === 'snapshot-download';
  await handle.enter(alone ? 'download' : 'backup');
  const share = alone ? 1 : downloadShare;
  const taken = await context.backUp({
    onProgress(transfer, expectedBytes) {
      // A guess moves the bar only; as a total on the screen it would be an invention.
      const guess = expectedBytes ?? transfer.bytes + unknownLengthBytes;
      const total = Math.max(transfer.totalBytes ?? guess, transfer.bytes, 1);
      handle.advance((transfer.bytes / total) * share, transfer);
    },
    async onChecking() {
      if (alone) await handle.enter('checking');
      else handle.advance(downloadShare);
    },
  });
  if (!taken.ok) return taken;
  const { id, path, bytes, sha256 } = taken.value;
  const name = path.split(/[/\\]/).at(-1) ?? path;
  context.facts.backup = { name, bytes };
  // The file of a change stays the one that was sent.
  await handle.change(alone ? { backupId: id, file: { name, bytes, sha256 } } : { backupId: id });
  handle.note(`backup saved as ${name} and verified`);
  return done;
}

/** One executor a step; the runner knows nothing of what they do. */
export const executors: Readonly<Record<Step, (context: JobContext) => Promise<StepEnd>>> = {
  backup: backupStep,
  upload: uploadStep,
  fetch: fetchStep,
  apply: applyStep,
  'restore-snapshot': restoreSnapshotStep,
  reboot: rebootStep,
  follow: followStep,
  return: returnStep,
  login: loginStep,
  verify: verifyStep,
};
