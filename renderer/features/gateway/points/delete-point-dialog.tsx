import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { count } from '../../../lib/format/words.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { belongings } from './points-view.ts';
import { changesOf, useAddresses, useRoutes } from './use-points.ts';

export type PointKind = 'driver' | 'address' | 'route' | 'logic';

interface DeletePointDialogProps {
  gateway: Gateway;
  kind: PointKind;
  item: { id: string; name: string };
  onClose(): void;
}

const words: Record<PointKind, string> = {
  driver: 'driver',
  address: 'address',
  route: 'route',
  logic: 'logic',
};

/** Asks once, and says what goes with it. */
export function DeletePointDialog({ gateway, kind, item, onClose }: DeletePointDialogProps) {
  const remove = {
    driver: usePeersAct(gateway, 'gateways', 'deleteGateway', changesOf.driver),
    address: usePeersAct(gateway, 'gateways', 'deleteAddress', changesOf.address),
    route: usePeersAct(gateway, 'gateways', 'deleteRoute', changesOf.route),
    logic: usePeersAct(gateway, 'logics', 'deleteLogic', changesOf.logic),
  };
  const act = remove[kind];
  const run = {
    driver: () => remove.driver.run({ gateway: item.id }),
    address: () => remove.address.run({ address: item.id }),
    route: () => remove.route.run({ route: item.id }),
    logic: () => remove.logic.run({ logic: item.id }),
  };
  const submit = async () => {
    const result = await run[kind]();
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Delete the ${words[kind]} ${item.name}?`}
      submit={`Delete ${item.name} from ${gatewayName(gateway)}`}
      color="red"
      submitting={act.running}
      canSubmit={act.whyNot === null}
      failure={act.failure ? { title: 'It was not deleted', failure: act.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Lost gateway={gateway} kind={kind} id={item.id} />
      <Text>A backup or snapshot taken before brings it back.</Text>
    </FormDialog>
  );
}

function Lost({ gateway, kind, id }: { gateway: Gateway; kind: PointKind; id: string }) {
  const addresses = useAddresses(gateway).data ?? [];
  const routes = useRoutes(gateway).data ?? [];
  if (kind === 'logic') return <Text>Its program is deleted and does not run any more.</Text>;
  if (kind === 'route') return <Text>Values do not go this way any more. Both addresses stay.</Text>;
  if (kind === 'address') {
    const gone = routes.filter(({ from, to }) => from === id || to === id).length;
    return <Text>It is not read any more; {count(gone, 'route')} from or to it go with it.</Text>;
  }
  const gone = belongings(id, addresses, routes);
  return (
    <Text>
      Its process stops, and {count(gone.addresses, 'address', 'addresses')} with{' '}
      {count(gone.routes, 'route')} go with it.
    </Text>
  );
}
