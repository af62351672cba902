import { inspectArchive } from '#platform/archives/inspect-archive.ts';
import type { SignatureState } from '#platform/signatures/sign.ts';
import type { TrustedKey } from '#platform/signatures/trusted-keys.ts';
import type { Identity } from '#shared/bridge/gateways.ts';
import type { Preflight } from '#shared/bridge/maintenance.ts';
import type { ErrorCode } from '#shared/errors/error-table.ts';
import type { Manifest } from '#shared/gateway-api/manifests.ts';
import { compareRevisions, revisionSchema } from '#shared/gateway-api/revision.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { aboutDuration, sendSeconds } from '#shared/serial/send-time.ts';
import type { JobFile } from './job-context.ts';
import { targetOf } from './read-manifest.ts';

type Check = Preflight['checks'][number];

/** What the gateway is and does at the moment. */
export interface GatewayNow {
  gateway: string;
  connected: boolean;
  /** Files go in through the system API only. */
  offersSystem: boolean;
  identity: Identity | null;
  /** A job of ours or one of the gateway's own. */
  busyWith: string | null;
  backupFirst: boolean;
  /** Of the serial cable that it is reached by; null: by the LAN. */
  baudRate: number | null;
  /** It trusts exactly the keys that this workbench knows: what is not signed by one of them cannot be installed. */
  trustsAlike: boolean;
}

/** Not one of our archives, but perhaps an image for a real installer. */
const notOurs: readonly ErrorCode[] = ['ARCHIVE_NOT_ZIP', 'ARCHIVE_NO_MANIFEST'];

/** Reads the file whole, checks it as the gateway will, and says what it would do to that gateway. Changes nothing. */
export async function preflight(
  token: string,
  file: JobFile,
  trustedKeys: readonly TrustedKey[],
  gateway: GatewayNow,
): Promise<Preflight> {
  const { name, bytes, sha256 } = file;
  const inspected = await inspectArchive(file.path, name, { trustedKeys });
  const seconds = gateway.baudRate === null ? null : sendSeconds(bytes, gateway.baudRate);
  const about = { file: { token, name, bytes, sha256 }, sendSeconds: seconds };
  if (inspected.ok) {
    const { manifest, signature } = inspected.value;
    const described = describeArchive(manifest, signature, gateway);
    return { ...about, ...described, checks: [...described.checks, ...cableChecks(gateway, seconds)] };
  }
  const image = notOurs.includes(inspected.failure.code);
  const check: Check = image
    ? {
        check: 'archive',
        result: 'warning',
        message: `${name} is no package or backup of ours. It can be sent as a firmware image; only the gateway knows whether it fits.`,
      }
    : { check: 'archive', result: 'blocked', message: inspected.failure.message };
  return {
    ...about,
    kind: 'unknown',
    job: image ? 'firmware' : null,
    name: null,
    from: image ? (gateway.identity?.firmware ?? null) : null,
    to: null,
    createdAt: null,
    downgrade: false,
    signature: { state: 'not-applicable', signer: null },
    checks: [
      check,
      ...gatewayChecks(gateway, image ? 'firmware' : null),
      ...(image ? cableChecks(gateway, seconds) : []),
    ],
  };
}

/** What the cable means, before it starts: nobody should find out after ten minutes. */
function cableChecks({ gateway, baudRate }: GatewayNow, seconds: number | null): Check[] {
  if (baudRate === null || seconds === null) return [];
  const message = `Over the serial cable at ${baudRate} baud sending takes ${aboutDuration(seconds)}. ${gateway} shows nothing else meanwhile; a break of the cable costs only the time.`;
  return [{ check: 'cable', result: 'warning', message }];
}

const jobOf = { supervision: 'upgrade', firmware: 'firmware', backup: 'restore' } as const;

function describeArchive(
  manifest: Manifest,
  signature: SignatureState,
  gateway: GatewayNow,
): Omit<Preflight, 'file' | 'sendSeconds'> {
  const { kind } = manifest;
  const job = jobOf[kind];
  const { identity } = gateway;
  const from =
    kind === 'firmware' ? identity?.firmware : kind === 'supervision' ? identity?.revision : undefined;
  const revision = kind === 'supervision' ? revisionCheck(manifest.revision, gateway) : null;
  return {
    kind,
    job,
    name: manifest.name,
    from: from ?? null,
    to: targetOf(manifest),
    createdAt: manifest.createdAt,
    downgrade: revision?.downgrade ?? false,
    signature:
      kind === 'backup'
        ? { state: 'not-applicable', signer: null }
        : { state: signature.state, signer: signature.state === 'trusted' ? signature.signer : null },
    checks: [
      { check: 'archive', result: 'ok', message: 'Complete: every file matches its hash in the manifest.' },
      ...(kind === 'backup' ? [] : [signatureCheck(signature, gateway)]),
      ...(revision === null ? [] : [revision.check]),
      ...launcherChecks(manifest, gateway),
      ...(kind === 'backup' ? [restoreCheck(gateway.gateway)] : []),
      ...gatewayChecks(gateway, job),
    ],
  };
}

function signatureCheck(signature: SignatureState, { gateway, trustsAlike }: GatewayNow): Check {
  const check = 'signature';
  if (signature.state === 'trusted')
    return { check, result: 'ok', message: `Signed by ${signature.signer}.` };
  const who =
    signature.state === 'missing' ? 'Not signed.' : 'Signed with a key that this workbench does not know.';
  if (trustsAlike) {
    const message = `${who} ${gateway} accepts packages of trusted makers only; keys are added in the settings.`;
    return { check, result: 'blocked', message };
  }
  return {
    check,
    result: 'warning',
    message: `${who} The gateway refuses it unless it trusts the signer or accepts unsigned packages.`,
  };
}

function revisionCheck(to: string, { gateway, identity }: GatewayNow): { check: Check; downgrade: boolean } {
  const check = 'revision';
  const from = identity?.revision;
  if (from === undefined || !revisionSchema.safeParse(from).success) {
    const message = `${gateway} does not tell its revision, so ${to} cannot be compared with it.`;
    return { check: { check, result: 'warning', message }, downgrade: false };
  }
  const order = compareRevisions(to, from);
  if (order > 0) {
    const message = `${to} is newer than the running ${from}.`;
    return { check: { check, result: 'ok', message }, downgrade: false };
  }
  if (order === 0) {
    return {
      check: { check, result: 'blocked', message: `${gateway} runs ${from} already.` },
      downgrade: false,
    };
  }
  const message = `${to} is older than the running ${from}. Going back has to be allowed explicitly.`;
  return { check: { check, result: 'warning', message }, downgrade: true };
}

/** A gateway does not tell its launcher's version; what it runs is the best guess at whether that may be too old. */
function launcherChecks(manifest: Manifest, { gateway, identity }: GatewayNow): Check[] {
  if (manifest.kind === 'backup') return [];
  const needed = manifest.minimumLauncher;
  const runs = revisionSchema.safeParse(identity?.revision);
  if (runs.success && compareRevisions(needed, runs.data) <= 0) return [];
  const message = `Needs launcher ${needed} or newer. ${gateway} refuses it, unchanged, when its launcher is older.`;
  return [{ check: 'launcher', result: 'warning', message }];
}

const restoreCheck = (gateway: string): Check => ({
  check: 'replaces',
  result: 'warning',
  message: `Everything that ${gateway} is configured to do now is replaced, its accounts included. You log in again with an account of the backup.`,
});

function gatewayChecks(now: GatewayNow, job: JobKind | null): Check[] {
  if (job === null) return [];
  const { gateway, identity } = now;
  const checks: Check[] = [];
  if (!now.offersSystem) {
    const message = `${gateway} does not offer the system API, which files are sent through.`;
    return [{ check: 'system-api', result: 'blocked', message }];
  }
  if (!now.connected) {
    checks.push({ check: 'connection', result: 'blocked', message: `${gateway} is not connected.` });
  }
  checks.push(
    now.busyWith === null
      ? { check: 'running-job', result: 'ok', message: 'No other job is running.' }
      : { check: 'running-job', result: 'blocked', message: `${gateway} is busy with: ${now.busyWith}.` },
  );
  if (identity?.administrator === false) {
    checks.push({
      check: 'account',
      result: 'blocked',
      message: 'This account may look and download only. Log in as an administrator.',
    });
  }
  checks.push(
    now.backupFirst
      ? { check: 'backup-first', result: 'ok', message: 'A backup is taken and verified first.' }
      : { check: 'backup-first', result: 'warning', message: 'No backup is taken first (see the settings).' },
    {
      check: 'drivers',
      result: 'warning',
      message:
        job === 'firmware'
          ? `${gateway} is rebooted; every driver stops until it is back.`
          : 'Every driver stops until the gateway is back.',
    },
  );
  return checks;
}
