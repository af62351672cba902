import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { peersApi } from '#shared/gateway-api/peers-api.ts';
import type { PeersModule, PeersName } from './call-types.ts';

/**
 * Who may make each call, so that a button knows before it is pressed. The same words as in the contract's tables: a
 * difference does not compile.
 */
export const callAccess: { readonly [C in ScreenCall]: (typeof gatewayApi)[C]['access'] } = {
  activity: 'system:read',
  apiKeyCreate: 'system:write',
  apiKeyRevoke: 'system:write',
  apiKeys: 'system:write',
  driverLogFile: 'session',
  identify: 'session',
  licenseStatus: 'any-key',
  licenseValidate: 'any-key',
  loggersData: 'session',
  logs: 'system:read',
  logsFlush: 'system:write',
  processKill: 'system:write',
  resources: 'system:read',
  resourcesHistory: 'system:read',
  settings: 'session',
  settingsUpdate: 'administrator',
  snapshotCreate: 'administrator',
  snapshotDelete: 'administrator',
  snapshots: 'session',
  updates: 'system:read',
  updatesCheck: 'system:read',
  updatesDownload: 'system:write',
};

type PeersAccess = {
  readonly [M in PeersModule]: {
    readonly [N in PeersName<M>]: (typeof peersApi)[M][N] extends { access: infer A } ? A : never;
  };
};

export const peersAccess: PeersAccess = {
  gateways: {
    getGateways: 'session',
    getGateway: 'session',
    insertGateway: 'administrator',
    updateGateway: 'administrator',
    deleteGateway: 'administrator',
    startGateway: 'administrator',
    stopGateway: 'administrator',
    restartGateway: 'administrator',
    getAddresses: 'session',
    getAddress: 'session',
    insertAddress: 'administrator',
    updateAddress: 'administrator',
    deleteAddress: 'administrator',
    getRoutes: 'session',
    insertRoute: 'administrator',
    updateRoute: 'administrator',
    deleteRoute: 'administrator',
    getLastValue: 'session',
    getLastValues: 'session',
    writeValue: 'administrator',
  },
  logics: {
    getLogics: 'session',
    getLogic: 'session',
    getIds: 'session',
    insertLogic: 'administrator',
    updateLogic: 'administrator',
    deleteLogic: 'administrator',
    startLogic: 'administrator',
    stopLogic: 'administrator',
    restartLogic: 'administrator',
  },
  accounts: {
    getAccounts: 'administrator',
    getAccountById: 'administrator',
    insertAccount: 'administrator',
    updateAccount: 'administrator',
    updateAccountPassword: 'session',
    deleteAccount: 'administrator',
  },
  system: { upgradeSupervisionRevision: 'administrator' },
};
