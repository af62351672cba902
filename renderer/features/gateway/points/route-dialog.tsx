import { Checkbox, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { routeProblem } from './route-view.ts';
import { changesOf } from './use-points.ts';

interface RouteDialogProps {
  gateway: Gateway;
  /** Null: a new one. */
  route: Route | null;
  addresses: readonly Address[];
  onClose(): void;
}

/** Adds or changes a route between two addresses. */
export default function RouteDialog({ gateway, route, addresses, onClose }: RouteDialogProps) {
  const insert = usePeersAct(gateway, 'gateways', 'insertRoute', changesOf.route);
  const update = usePeersAct(gateway, 'gateways', 'updateRoute', changesOf.route);
  const act = route ? update : insert;
  const [name, setName] = useState(route?.name ?? '');
  const [from, setFrom] = useState(route?.from ?? '');
  const [to, setTo] = useState(route?.to ?? '');
  const [bothWays, setBothWays] = useState(route?.bothWays ?? false);
  const [expression, setExpression] = useState(route?.expression ?? '');
  const [enabled, setEnabled] = useState(route?.enabled ?? true);
  const problem = routeProblem({ from, to, bothWays }, addresses);
  const choices = addresses.map(({ id, name: label, alias }) => ({
    value: id,
    label: alias ? `${label} (${alias})` : label,
  }));
  const suggested = from && to ? `${nameOf(addresses, from)} to ${nameOf(addresses, to)}`.slice(0, 200) : '';

  const submit = async () => {
    const given = bothWays ? '' : expression.trim();
    const made = { name: name.trim() || suggested, from, to, bothWays, enabled };
    const result = route
      ? await update.run({
          route: {
            id: route.id,
            ...made,
            ...(given || route.expression ? { expression: given || null } : {}),
          },
        })
      : await insert.run({ route: { ...made, settings: {}, ...(given ? { expression: given } : {}) } });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={route ? `Edit ${route.name}` : `Add a route to ${gatewayName(gateway)}`}
      submit={route ? `Save on ${gatewayName(gateway)}` : 'Add the route'}
      submitting={act.running}
      canSubmit={from !== '' && to !== '' && problem === null && act.whyNot === null}
      failure={act.failure ? { title: 'The route was not saved', failure: act.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={620}
    >
      <TextInput
        label="Name"
        data-autofocus
        placeholder={suggested || 'Supply temperature to the control room'}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SimpleGrid cols={2} spacing="md">
        <Select
          label="From"
          searchable
          limit={200}
          nothingFoundMessage="No such address"
          data={choices}
          value={from || null}
          onChange={(next) => setFrom(next ?? '')}
        />
        <Select
          label="To"
          searchable
          limit={200}
          nothingFoundMessage="No such address"
          data={choices}
          value={to || null}
          onChange={(next) => setTo(next ?? '')}
        />
      </SimpleGrid>
      {problem ? (
        <Text size="sm" c="var(--mantine-color-error)" role="status">
          {problem}
        </Text>
      ) : null}
      <Checkbox
        label="Both ways"
        description="A change at either end is written to the other. Then without expression."
        checked={bothWays}
        onChange={(event) => setBothWays(event.currentTarget.checked)}
      />
      {bothWays ? null : (
        <CodeEditor
          label="Expression"
          description="JSONata over value; its result is written. Empty: the value as it is."
          language="jsonata"
          hint="$round(value * 1.8 + 32, 1)"
          value={expression}
          onChange={setExpression}
        />
      )}
      <Checkbox
        label="Enabled"
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      {act.whyNot ? <Text c="dimmed">{act.whyNot}</Text> : null}
    </FormDialog>
  );
}

const nameOf = (addresses: readonly Address[], id: string): string =>
  addresses.find((address) => address.id === id)?.name ?? id;
