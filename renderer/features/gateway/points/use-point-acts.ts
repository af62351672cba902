import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import type { DriverView, LogicView } from '#shared/gateway-api/peers-api.ts';
import type { Result } from '#shared/result.ts';
import type { BulkAct } from '../../../components/bulk/bulk-act.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { addressesLost, driversLost, driversUnread, isAtRest, logicsLost, routesLost } from './bulk-words.ts';

/** What can be done with many points at once; what is read again afterwards is for whoever runs them. */

type Run<T> = (row: T) => Promise<Result<unknown>>;

/** Enabling and disabling, which all but drivers have alike. */
function switches<T>(options: {
  isEnabled(row: T): boolean;
  enable: Run<T>;
  disable: Run<T>;
  enables: string;
  disables: string;
}): BulkAct<T>[] {
  const { isEnabled, enable, disable, enables, disables } = options;
  return [
    {
      id: 'enable',
      verb: 'Enable',
      done: 'enabled',
      fits: (row) => !isEnabled(row),
      noneFits: 'All that are chosen are enabled already.',
      lines: () => [enables],
      run: enable,
    },
    {
      id: 'disable',
      verb: 'Disable',
      done: 'disabled',
      fits: isEnabled,
      noneFits: 'All that are chosen are disabled already.',
      lines: () => [disables],
      run: disable,
    },
  ];
}

const deletion = <T>(lines: (rows: readonly T[]) => readonly string[], run: Run<T>): BulkAct<T> => ({
  id: 'delete',
  verb: 'Delete',
  done: 'deleted',
  loses: true,
  lines,
  run,
});

export function useAddressActs<T extends { address: Address }>(
  gateway: Gateway,
  routes: readonly Route[],
): BulkAct<T>[] {
  const update = usePeersAct(gateway, 'gateways', 'updateAddress');
  const remove = usePeersAct(gateway, 'gateways', 'deleteAddress');
  const set =
    (enabled: boolean): Run<T> =>
    ({ address }) =>
      update.run({ address: { id: address.id, enabled } });
  return [
    ...switches<T>({
      isEnabled: ({ address }) => address.enabled,
      enable: set(true),
      disable: set(false),
      enables: 'They are read again from now on.',
      disables: 'They are not read until they are enabled again. Their settings stay.',
    }),
    deletion(
      (rows) =>
        addressesLost(
          rows.map(({ address }) => address.id),
          routes,
        ),
      ({ address }) => remove.run({ address: address.id }),
    ),
  ];
}

export function useRouteActs(gateway: Gateway): BulkAct<Route>[] {
  const update = usePeersAct(gateway, 'gateways', 'updateRoute');
  const remove = usePeersAct(gateway, 'gateways', 'deleteRoute');
  const set =
    (enabled: boolean): Run<Route> =>
    ({ id }) =>
      update.run({ route: { id, enabled } });
  return [
    ...switches<Route>({
      isEnabled: ({ enabled }) => enabled,
      enable: set(true),
      disable: set(false),
      enables: 'Values go these ways again from now on.',
      disables: 'Values do not go these ways until they are enabled again.',
    }),
    deletion(
      () => routesLost,
      ({ id }) => remove.run({ route: id }),
    ),
  ];
}

export function useLogicActs(gateway: Gateway): BulkAct<LogicView>[] {
  const update = usePeersAct(gateway, 'logics', 'updateLogic');
  const remove = usePeersAct(gateway, 'logics', 'deleteLogic');
  const set =
    (enabled: boolean): Run<LogicView> =>
    ({ id }) =>
      update.run({ logic: { id, enabled } });
  return [
    ...switches<LogicView>({
      isEnabled: ({ enabled }) => enabled,
      enable: set(true),
      disable: set(false),
      enables: 'They run again from now on, by their triggers.',
      disables: 'They do not run until they are enabled again. Their programs stay.',
    }),
    deletion(
      () => logicsLost,
      ({ id }) => remove.run({ logic: id }),
    ),
  ];
}

export function useDriverActs<T extends { driver: DriverView }>(
  gateway: Gateway,
  addresses: readonly Address[],
  routes: readonly Route[],
): BulkAct<T>[] {
  const start = usePeersAct(gateway, 'gateways', 'startGateway');
  const stop = usePeersAct(gateway, 'gateways', 'stopGateway');
  const restart = usePeersAct(gateway, 'gateways', 'restartGateway');
  const remove = usePeersAct(gateway, 'gateways', 'deleteGateway');
  const ids = (rows: readonly T[]) => rows.map(({ driver }) => driver.id);
  const goes = ({ driver }: T) => !isAtRest(driver.process);
  return [
    {
      id: 'start',
      verb: 'Start',
      done: 'started',
      fits: ({ driver }) => driver.enabled && isAtRest(driver.process),
      noneFits: 'None that is chosen is stopped and enabled.',
      lines: () => ['Their addresses are read again.'],
      run: ({ driver }) => start.run({ gateway: driver.id }),
    },
    {
      id: 'restart',
      verb: 'Restart',
      done: 'restarted',
      fits: goes,
      noneFits: 'None that is chosen runs.',
      lines: (rows) => [driversUnread(ids(rows), addresses)],
      run: ({ driver }) => restart.run({ gateway: driver.id }),
    },
    {
      id: 'stop',
      verb: 'Stop',
      done: 'stopped',
      fits: goes,
      noneFits: 'None that is chosen runs.',
      lines: (rows) => [
        'They stand still until they are started, or the gateway restarts.',
        driversUnread(ids(rows), addresses),
      ],
      run: ({ driver }) => stop.run({ gateway: driver.id }),
    },
    deletion(
      (rows) => driversLost(ids(rows), addresses, routes),
      ({ driver }) => remove.run({ gateway: driver.id }),
    ),
  ];
}
