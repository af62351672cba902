import type { CallName, EventName } from './contract.ts';

/**
 * The contract's names without its schemas: the preload runs beside the screens and must stay small. A name that is
 * missing here does not compile; a test holds the lists to the contract.
 */

const calls = {
  'app.info': true,
  'app.dismissNotice': true,
  'settings.get': true,
  'settings.update': true,
  'settings.chooseBackupFolder': true,
  'files.pick': true,
  'files.release': true,
  'gateways.list': true,
  'gateways.add': true,
  'gateways.update': true,
  'gateways.remove': true,
  'gateways.connect': true,
  'gateways.disconnect': true,
  'gateways.trustCertificate': true,
  'gateway.call': true,
  'gateway.peers': true,
  'gateway.inspect': true,
  'site.status': true,
  'site.start': true,
  'site.stop': true,
  'backups.list': true,
  'backups.open': true,
  'backups.forget': true,
  'backups.reveal': true,
  'keys.list': true,
  'keys.trust': true,
  'keys.distrust': true,
  'maintenance.jobs': true,
  'maintenance.preflight': true,
  'maintenance.backup': true,
  'maintenance.upgrade': true,
  'maintenance.firmware': true,
  'maintenance.restore': true,
  'maintenance.reboot': true,
  'maintenance.update': true,
  'maintenance.restoreSnapshot': true,
  'maintenance.downloadSnapshot': true,
  'maintenance.cancel': true,
  'maintenance.dismiss': true,
  'recipes.list': true,
  'recipes.read': true,
  'recipes.revealFolder': true,
  'recipes.runs': true,
  'recipes.start': true,
  'recipes.answer': true,
  'recipes.next': true,
  'recipes.stop': true,
  'recipes.dismiss': true,
  'recipes.transcript': true,
  'recipes.revealTranscript': true,
} as const satisfies Record<CallName, true>;

const events = {
  'settings.changed': true,
  'gateways.changed': true,
  'gateways.removed': true,
  'gateways.identified': true,
  'site.changed': true,
  'backups.changed': true,
  'maintenance.changed': true,
  'recipes.changed': true,
} as const satisfies Record<EventName, true>;

export const callNames: ReadonlySet<string> = new Set(Object.keys(calls));
export const eventNames: ReadonlySet<string> = new Set(Object.keys(events));

/** Channels of Electron's IPC. The bridge is these three and nothing else. */
export const ipcChannels = {
  call: 'gatewright:call',
  adoptFile: 'gatewright:adopt-file',
  event: 'gatewright:event',
} as const;
