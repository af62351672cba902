import { Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import { Card } from '../../../components/card.tsx';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { whyNotAllowed } from '../../../lib/gateway-calls/access-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { KeyTable } from './key-table.tsx';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';

/** Keys of the management API. Seeing them needs the right to make them. */
export function KeysCard({ gateway }: { gateway: Gateway }) {
  const denied = whyNotAllowed(gateway, 'system:write');
  const query = useGatewayCall(gateway, 'apiKeys', {}, { enabled: denied === null });
  const whyNot = useAccess(gateway)('system:write');
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const add = (
    <ReasonButton
      flex="none"
      reason={whyNot}
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => setCreating(true)}
    >
      Make a key…
    </ReasonButton>
  );
  return (
    <Card
      title={`API keys of ${gatewayName(gateway)}`}
      hint="For programs and other workbenches: the management API without an account."
      aside={denied !== null || query.data?.apiKeys.length === 0 ? null : add}
    >
      {denied === null ? (
        <LiveView
          gateway={gateway}
          query={query}
          failed="The keys could not be read"
          loading={<RowsSkeleton rows={2} height={44} />}
        >
          {({ apiKeys }) =>
            apiKeys.length === 0 ? (
              <Empty icon={IconKey} title="No keys yet" actions={add} compact>
                A key is shown once when it is made, has its own permission, and is revoked at once when it is
                lost.
              </Empty>
            ) : (
              <KeyTable gateway={gateway} apiKeys={apiKeys} whyNot={whyNot} onRevoke={setRevoking} />
            )
          }
        </LiveView>
      ) : (
        <Text c="dimmed">{denied}</Text>
      )}
      {creating ? <CreateKeyDialog gateway={gateway} onClose={() => setCreating(false)} /> : null}
      {revoking ? (
        <RevokeKeyDialog gateway={gateway} apiKey={revoking} onClose={() => setRevoking(null)} />
      ) : null}
    </Card>
  );
}
