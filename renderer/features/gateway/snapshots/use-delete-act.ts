import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import type { BulkAct } from '../../../components/bulk/bulk-act.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { deleteLines } from './snapshot-list-view.ts';

/** Deleting many snapshots at once. */
export function useDeleteAct(gateway: Gateway, all: readonly Snapshot[]): BulkAct<Snapshot> {
  const remove = useGatewayAct(gateway, 'snapshotDelete');
  return {
    id: 'delete',
    verb: 'Delete',
    done: 'deleted',
    loses: true,
    lines: (going) => deleteLines(going, all),
    run: ({ name }) => remove.run({ params: { name } }),
  };
}
