import { Autocomplete, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { Facts } from '../../../components/facts.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { parseBaudRate, usualBaudRates } from '../../../lib/domain/baud-rate.ts';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { gatewayName, isStale } from '../../../lib/domain/gateway-view.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';

type Settings = CallAnswer<'settings'>;

/** The serial port on which the gateway lets people and workbenches in when there is no network. */
export function ConsoleCard({ gateway }: { gateway: Gateway }) {
  const offered = gateway.offers.system && hasExtension(gateway, 'settings');
  const { data } = useGatewayCall(gateway, 'settings', {}, { enabled: offered });
  const update = useGatewayAct(gateway, 'settingsUpdate', ['settings']);
  const [editing, setEditing] = useState(false);
  if (!offered || data === undefined) return null;
  const off = data.consolePath === '';
  return (
    <Card
      title="Serial console"
      hint="A login by cable, for when the network is gone: the same accounts, the same lock-out."
      stale={isStale(gateway)}
      aside={
        <ReasonButton variant="default" flex="none" reason={update.whyNot} onClick={() => setEditing(true)}>
          Change the console…
        </ReasonButton>
      }
    >
      <Facts
        columns="flow"
        facts={[
          { label: 'Port', value: off ? 'none' : data.consolePath },
          ...(off ? [] : [{ label: 'Baud rate', value: String(data.consoleBaudRate) }]),
        ]}
      />
      {editing ? <ConsoleDialog gateway={gateway} settings={data} onClose={() => setEditing(false)} /> : null}
    </Card>
  );
}

function ConsoleDialog({
  gateway,
  settings,
  onClose,
}: {
  gateway: Gateway;
  settings: Settings;
  onClose(): void;
}) {
  const update = useGatewayAct(gateway, 'settingsUpdate', ['settings']);
  const [path, setPath] = useState(settings.consolePath);
  const [rate, setRate] = useState(String(settings.consoleBaudRate));
  const baudRate = parseBaudRate(rate);
  const submit = async () => {
    if (baudRate === null) return;
    const saved = await update.run({ body: { consolePath: path.trim(), consoleBaudRate: baudRate } });
    if (saved.ok) onClose();
  };
  return (
    <FormDialog
      title={`Serial console of ${gatewayName(gateway)}`}
      submit="Save"
      submitting={update.running}
      canSubmit={baudRate !== null && update.whyNot === null}
      failure={update.failure ? { title: 'The console was not changed', failure: update.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <SimpleGrid cols={2} spacing="md">
        <TextInput
          label="Port of the gateway"
          description="Empty: no console"
          placeholder="/dev/ttyS1"
          maxLength={200}
          spellCheck={false}
          data-autofocus
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Autocomplete
          label="Baud rate"
          description="The same as at the other end"
          inputMode="numeric"
          data={usualBaudRates.map(String)}
          value={rate}
          error={rate !== '' && baudRate === null ? 'A number, such as 115200' : null}
          onChange={setRate}
        />
      </SimpleGrid>
    </FormDialog>
  );
}
