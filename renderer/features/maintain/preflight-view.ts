import type { Preflight } from '#shared/bridge/maintenance.ts';

const kinds: Record<Preflight['kind'], string> = {
  supervision: 'Supervision package',
  firmware: 'Firmware image',
  backup: 'Backup',
  unknown: 'File of an unknown kind',
};

export const kindWord = (kind: Preflight['kind']): string => kinds[kind];

/** Whether it asks once more before it starts: everything but a plain upgrade. */
export const asksOnce = (preflight: Preflight): boolean => preflight.job !== 'upgrade' || preflight.downgrade;

/** The button names the box that it changes; null when nothing can be done with the file. */
export function startWord(preflight: Preflight, name: string): string | null {
  switch (preflight.job) {
    case 'upgrade':
      return preflight.downgrade ? `Go back to ${preflight.to} on ${name}…` : `Upgrade ${name}`;
    case 'firmware':
      return `Install firmware and reboot ${name}…`;
    case 'restore':
      return `Restore ${name}…`;
    default:
      return null;
  }
}

/** Why it cannot start: the sentences of the checks that block. */
export function blockedReason(preflight: Preflight): string | null {
  const blocking = preflight.checks.filter((check) => check.result === 'blocked');
  if (blocking.length > 0) return blocking.map((check) => check.message).join(' ');
  return preflight.job === null ? 'Nothing can be done with this file on this gateway.' : null;
}

/** The checks in a list; whether a backup comes first is the user's choice beside the button, not a finding. */
export const shownChecks = (preflight: Preflight): Preflight['checks'] =>
  preflight.checks.filter((check) => check.check !== 'backup-first');

export interface SignatureWords {
  mark: 'good' | 'warning';
  text: string;
}

/** Null where a signature means nothing, as for a backup. */
export function signatureWords(signature: Preflight['signature']): SignatureWords | null {
  switch (signature.state) {
    case 'trusted':
      return { mark: 'good', text: signature.signer ? `signed by ${signature.signer}` : 'signed, trusted' };
    case 'stranger':
      return { mark: 'warning', text: 'signed with a key that is not trusted' };
    case 'missing':
      return { mark: 'warning', text: 'not signed' };
    case 'not-applicable':
      return null;
  }
}

/** What is said in the dialog before it starts: what happens and what is lost. */
export function warningLines(preflight: Preflight, name: string, backupFirst: boolean): string[] {
  const saved = backupFirst
    ? 'A backup is downloaded to this computer and checked first.'
    : 'No backup is taken first.';
  switch (preflight.job) {
    case 'restore':
      return [
        `Everything that is configured on ${name} now is replaced by the state of the backup: driver instances, addresses, routes, logics, accounts and settings.`,
        'All logins end, also yours. The workbench logs in again; when the password was another one at the time of the backup, it asks for it.',
        'The drivers stop and start again. Values that come meanwhile are not collected.',
        saved,
      ];
    case 'firmware':
      return [
        `${name} reboots to take the image up. All drivers stop; values that come meanwhile are not collected.`,
        'When the new firmware does not come up, the gateway goes back to the one it has now.',
        saved,
      ];
    default:
      return [
        `${name} goes back from ${preflight.from ?? 'its revision'} to the older revision ${preflight.to ?? ''}.`,
        'What was configured since the newer revision came may not be understood by the older one and can be lost.',
        'The drivers stop and start again. Values that come meanwhile are not collected.',
        saved,
      ];
  }
}

export function confirmTitle(preflight: Preflight, name: string): string {
  switch (preflight.job) {
    case 'restore':
      return `Restore ${name} from this backup?`;
    case 'firmware':
      return `Install this firmware and reboot ${name}?`;
    default:
      return `Go back to revision ${preflight.to ?? ''} on ${name}?`;
  }
}

export const confirmWord = (preflight: Preflight, name: string): string =>
  (startWord(preflight, name) ?? '').replace(/…$/, '');
