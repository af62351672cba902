import { z } from 'zod';
import { revisionSchema } from '#shared/gateway-api/revision.ts';
import { settledJobSchema } from '../launcher-protocol.ts';

/** Which supervision: the one that came with this launcher, or an installed revision. */
export const programSchema = z.union([z.literal('factory'), revisionSchema]);
export type Program = z.infer<typeof programSchema>;

export const slotSchema = z.enum(['a', 'b']);
export type Slot = z.infer<typeof slotSchema>;

/** `slot: null` is the firmware that came with the box. */
export const firmwareSchema = z.object({ slot: slotSchema.nullable(), version: z.string() });
export type Firmware = z.infer<typeof firmwareSchema>;

const trialBase = {
  jobId: z.uuid(),
  /** Launcher starts that tried it, [0…2]; 0 while the machine reboots into it. */
  attempts: z.int(),
  startedAt: z.iso.datetime(),
};

/** Something new that runs on probation. Until it is confirmed, what ran before stays `active` and can come back. */
export const trialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revision'), revision: revisionSchema, ...trialBase }),
  z.object({
    kind: z.literal('firmware'),
    firmware: firmwareSchema,
    /** Installed by a command of the machine, which alone can undo it. */
    byCommand: z.boolean().optional(),
    /** What that command said, for the job's log. */
    log: settledJobSchema.shape.log,
    ...trialBase,
  }),
  /** The same programs over restored data. */
  z.object({ kind: z.literal('restart'), ...trialBase }),
]);
export type Trial = z.infer<typeof trialSchema>;

/** `launcher/state.json`: the one truth about what runs; every change is one atomic write. */
export const launcherStateSchema = z.object({
  format: z.literal(1),
  active: programSchema,
  /** What was active before; its folder is kept. */
  previous: programSchema.nullable(),
  firmware: firmwareSchema,
  trial: trialSchema.nullable(),
  /** Ends of jobs that supervision has not written into its job table yet. */
  settled: z.array(settledJobSchema),
  /** Job of the firmware image that was taken up last, so that a crash before its removal does not take it up again. */
  lastFirmwareJobId: z.uuid().nullable(),
});
export type LauncherState = z.infer<typeof launcherStateSchema>;

export const initialState: LauncherState = {
  format: 1,
  active: 'factory',
  previous: null,
  firmware: { slot: null, version: 'factory' },
  trial: null,
  settled: [],
  lastFirmwareJobId: null,
};
