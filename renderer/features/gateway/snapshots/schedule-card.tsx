import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { Facts } from '../../../components/facts.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { isStale } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { keepWords, scheduleWords } from './schedule-view.ts';

/** When the gateway takes snapshots by itself, and how long it keeps them. */
export function ScheduleCard({ gateway }: { gateway: Gateway }) {
  const offered = gateway.offers.system && hasExtension(gateway, 'settings');
  const { data } = useGatewayCall(gateway, 'settings', {}, { enabled: offered });
  const whyNot = useAccess(gateway)('administrator');
  const [editing, setEditing] = useState(false);
  if (!offered || data === undefined) return null;
  return (
    <Card
      title="Schedule"
      stale={isStale(gateway)}
      aside={
        <ReasonButton variant="default" flex="none" reason={whyNot} onClick={() => setEditing(true)}>
          Change the schedule…
        </ReasonButton>
      }
    >
      <Facts
        columns="flow"
        facts={[
          { label: 'Taken', value: scheduleWords(data) },
          { label: 'Kept', value: keepWords(data) },
          { label: 'Also', value: 'before every upgrade and restore' },
        ]}
      />
      {editing ? (
        <ScheduleDialog gateway={gateway} settings={data} onClose={() => setEditing(false)} />
      ) : null}
    </Card>
  );
}
