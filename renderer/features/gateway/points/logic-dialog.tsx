import { Checkbox, MultiSelect, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { LogicView } from '#shared/gateway-api/peers-api.ts';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { Fold } from '../../../components/fold.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { freshId } from './fresh-id.ts';
import { draftOfLogic, type LogicDraft, triggerOfDraft } from './logic-draft.ts';
import { changesOf, useLogics } from './use-points.ts';

interface LogicDialogProps {
  gateway: Gateway;
  /** Null: a new one. */
  logic: LogicView | null;
  addresses: readonly Address[];
  onClose(): void;
}

const example = `/* 'supply' and 'setpoint' are aliases of addresses. */
{
  "setpoint": supply > 60 ? 55 : 60
}`;

/** Adds or changes a logic: when it runs, and its program. */
export default function LogicDialog({ gateway, logic, addresses, onClose }: LogicDialogProps) {
  const insert = usePeersAct(gateway, 'logics', 'insertLogic', changesOf.logic);
  const update = usePeersAct(gateway, 'logics', 'updateLogic', changesOf.logic);
  const act = logic ? update : insert;
  const known = useLogics(gateway);
  const [draft, setDraft] = useState<LogicDraft>(() => draftOfLogic(logic, addresses));
  const change = (part: Partial<LogicDraft>) => setDraft((known) => ({ ...known, ...part }));
  const trigger = triggerOfDraft(draft);
  const complete = draft.name.trim() !== '' && draft.source.trim() !== '' && trigger !== null;

  const submit = async () => {
    if (!trigger) return;
    const made = { name: draft.name.trim(), enabled: draft.enabled, source: draft.source, trigger };
    const result = logic
      ? await update.run({ logic: { id: logic.id, ...made } })
      : await insert.run({
          logic: { ...made, id: freshId(draft.name, Object.keys(known.data ?? {})), settings: {} },
        });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={logic ? `Edit ${logic.name}` : `Add a logic to ${gatewayName(gateway)}`}
      submit={logic ? `Save on ${gatewayName(gateway)}` : 'Add and start the logic'}
      submitting={act.running}
      canSubmit={complete && act.whyNot === null}
      failure={act.failure ? { title: 'The logic was not saved', failure: act.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={720}
    >
      <TextInput
        label="Name"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Stack gap={6}>
        <Text size="sm" fw={500}>
          Runs
        </Text>
        <SegmentedControl
          aria-label="Runs"
          value={draft.on}
          onChange={(on) => change({ on: on === 'schedule' ? 'schedule' : 'change' })}
          data={[
            { value: 'change', label: 'When a value changes' },
            { value: 'schedule', label: 'By a schedule' },
          ]}
          style={{ alignSelf: 'flex-start' }}
        />
      </Stack>
      {draft.on === 'change' ? (
        <MultiSelect
          label="At every change of"
          searchable
          limit={200}
          hidePickedOptions
          nothingFoundMessage="No such address"
          data={addresses.map(({ id, name, alias }) => ({
            value: id,
            label: alias ? `${name} (${alias})` : name,
          }))}
          value={draft.addresses}
          onChange={(next) => change({ addresses: next })}
        />
      ) : (
        <SimpleGrid cols={2} spacing="md">
          <TextInput
            label="Schedule"
            description="Cron: minute hour day month weekday"
            placeholder="0 6 * * 1-5"
            spellCheck={false}
            value={draft.cron}
            onChange={(event) => change({ cron: event.currentTarget.value })}
          />
          <TextInput
            label="Time zone"
            description="Left empty, the gateway's own"
            placeholder="Europe/Berlin"
            spellCheck={false}
            value={draft.timeZone}
            onChange={(event) => change({ timeZone: event.currentTarget.value })}
          />
        </SimpleGrid>
      )}
      <CodeEditor
        label="Program"
        description="JSONata. It is given the last values by id and alias; the object that it answers is written, by id or alias."
        language="jsonata"
        hint={example}
        value={draft.source}
        onChange={(source) => change({ source })}
      />
      <Fold label="Names that it can use">
        <Text size="sm" className="gw-mono" style={{ whiteSpace: 'pre-wrap' }}>
          {addresses
            .slice(0, 200)
            .map(({ id, alias, name }) => `${alias ?? `\`${id}\``}  ${name}`)
            .join('\n') || 'There are no addresses yet.'}
        </Text>
      </Fold>
      <Checkbox
        label="Enabled"
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      {act.whyNot ? <Text c="dimmed">{act.whyNot}</Text> : null}
    </FormDialog>
  );
}
