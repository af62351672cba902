import { z } from 'zod';

/**
 * What launcher and supervision say to each other. Revisions of different age meet here: fields may be added,
 * never changed or made necessary; unknown fields are ignored.
 */

/** The launcher's own version, which a package names as `minimumLauncher`. */
export const launcherVersion = '2026.11.0';

/** Environment variable that carries {@link BootInfo} as JSON. */
export const bootVariable = 'GATEWRIGHT_BOOT';

/** Header with the boot id, with which the launcher asks a plain gateway for its health. */
export const bootIdHeader = 'x-boot-id';

/** How a job ended, as the launcher decided it. */
export const settledJobSchema = z.object({
  jobId: z.uuid(),
  outcome: z.enum(['succeeded', 'failed', 'rolled-back', 'replaced']),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** What else belongs into the job's log, such as what an installer said. */
  log: z.array(z.object({ level: z.enum(['info', 'warn', 'error']), message: z.string() })).optional(),
});
export type SettledJob = z.infer<typeof settledJobSchema>;

export const bootInfoSchema = z.object({
  dataFolder: z.string(),
  host: z.string(),
  /** 0: any free port, kept over restarts of supervision by the launcher. */
  port: z.int(),
  tls: z.boolean(),
  /** Name for a gateway that has none yet. */
  name: z.string().nullable(),
  allowUnsigned: z.boolean(),
  /** Folders of trusted public keys (PEM), beside `keys/` in the data folder. */
  keyFolders: z.array(z.string()),
  /** Another one for every start of supervision. */
  bootId: z.uuid(),
  firmware: z.string(),
  launcherVersion: z.string(),
  /** Set while this start is on probation: the launcher confirms it or rolls it back. */
  verifyingJobId: z.uuid().nullable(),
  /** Ends that the launcher decided and that may not be in the job table yet. Told until acknowledged. */
  settled: z.array(settledJobSchema),
  /** Serve only the documented calls. The launcher shows its boot id to the health check then. */
  plain: z.boolean().default(false),
  /** Paths of PEM files that were given; null: a certificate of its own. */
  certificate: z.object({ cert: z.string(), key: z.string() }).nullable().default(null),
  /** How the gateway identifies itself: the parent of the launcher shows it, or a command; null: not at all. */
  identify: z
    .discriminatedUnion('by', [
      z.object({ by: z.literal('workbench') }),
      z.object({ by: z.literal('command'), command: z.array(z.string()).min(1) }),
    ])
    .nullable()
    .default(null),
  /** Who checks and installs firmware; with `command` an image may be any file. */
  firmwareInstaller: z.enum(['slots', 'command']).default('slots'),
  /** Port of the serial console, before what the settings say; null: as they say. */
  console: z.object({ path: z.string(), baudRate: z.int() }).nullable().default(null),
  /** So that the gateway does not end it; null: an older launcher. */
  launcherPid: z.int().nullable().default(null),
});
export type BootInfo = z.infer<typeof bootInfoSchema>;

/** From supervision to the launcher. */
export const supervisionMessageSchema = z.discriminatedUnion('type', [
  /** Listening, database open, drivers started. `url` is where `/health` answers. */
  z.object({ type: z.literal('ready'), url: z.string(), port: z.int(), revision: z.string() }),
  /** `revisions/<revision>` is complete and fsynced: stop this process, start that revision, verify, or roll back. */
  z.object({ type: z.literal('switch'), jobId: z.uuid(), revision: z.string() }),
  /** After a restore: start the same revision again. */
  z.object({ type: z.literal('restart'), jobId: z.uuid() }),
  /** The machine: supervision stops, staged firmware is taken up, supervision starts. */
  z.object({ type: z.literal('reboot'), requestedBy: z.string() }),
  /** Show whoever looks which gateway this is; the launcher passes it on to its parent as it is. */
  z.object({
    type: z.literal('identify'),
    by: z.string(),
    /** UTC epoch milliseconds. */
    at: z.int(),
  }),
  /** The job table holds these ends now. */
  z.object({ type: z.literal('settled'), jobIds: z.array(z.uuid()) }),
]);
export type SupervisionMessage = z.infer<typeof supervisionMessageSchema>;

/** From the launcher to supervision. */
export const launcherMessageSchema = z.discriminatedUnion('type', [
  /** Stop drivers cleanly, close, exit 0; killed after the grace time. */
  z.object({ type: z.literal('stop') }),
  /** The launcher has seen this revision healthy and will start it from now on. */
  z.object({ type: z.literal('confirmed'), job: settledJobSchema }),
]);
export type LauncherMessage = z.infer<typeof launcherMessageSchema>;

/** `install/staged.json`: a firmware image that waits for the next boot. */
export const stagedFirmwareSchema = z.object({
  jobId: z.uuid(),
  /** File name inside `install/`. */
  file: z.string(),
  originalName: z.string(),
  sha256: z.string(),
  version: z.string(),
});
export type StagedFirmware = z.infer<typeof stagedFirmwareSchema>;

/** Folders below the data folder that both programs use. */
export const gatewayFolders = {
  revisions: 'revisions',
  install: 'install',
  firmware: 'firmware',
  launcher: 'launcher',
  state: 'state',
  snapshots: 'snapshots',
  uploads: 'uploads',
  keys: 'keys',
  tls: 'tls',
  logs: 'logs',
  /** Compiled code of all programs. */
  cache: 'cache',
} as const;
