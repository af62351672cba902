import { Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { LastValue, Value } from '#shared/gateway-api/values.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Notice } from '../../../components/notice.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { MarkedWord } from './point-cells.tsx';
import { type PointRow, qualityOf, valueText } from './points-view.ts';
import { changesOf } from './use-points.ts';
import { parseTyped, writeOutcome } from './write-view.ts';

/** Writes one value and shows what the device holds afterwards. Stays open, so that it can be set and set back. */
export function WriteDialog({ gateway, row, onClose }: { gateway: Gateway; row: PointRow; onClose(): void }) {
  const { address, value } = row;
  const write = usePeersAct(gateway, 'gateways', 'writeValue', changesOf.value);
  const [text, setText] = useState(() => (address.type === 'boolean' ? String(value?.value !== true) : ''));
  const [done, setDone] = useState<{ sent: Value; readBack: LastValue } | null>(null);
  const typed = parseTyped(address.type, text);
  const outcome = done ? writeOutcome(done.sent, done.readBack) : null;
  const quality = qualityOf(row);
  const submit = async () => {
    if (!typed.ok) return;
    setDone(null);
    const result = await write.run({ address: address.id, value: typed.value });
    if (result.ok) setDone({ sent: typed.value, readBack: result.value });
  };
  return (
    <FormDialog
      title={`Write ${address.name}`}
      submit={`Write to ${address.name} on ${gatewayName(gateway)}`}
      cancel={done ? 'Close' : 'Cancel'}
      submitting={write.running}
      canSubmit={typed.ok && write.whyNot === null}
      failure={write.failure ? { title: 'It was not written', failure: write.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" c="dimmed">
            Now
          </Text>
          <Text fz={20} fw={600} className="gw-tabular">
            {valueText(value)}
          </Text>
        </div>
        <MarkedWord {...quality} />
      </Group>
      {address.type === 'boolean' ? (
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            New value
          </Text>
          <SegmentedControl
            aria-label="New value"
            value={text}
            onChange={setText}
            data={[
              { value: 'true', label: 'On (true)' },
              { value: 'false', label: 'Off (false)' },
            ]}
          />
        </Stack>
      ) : (
        <TextInput
          label="New value"
          data-autofocus
          inputMode={address.type === 'number' ? 'decimal' : 'text'}
          autoComplete="off"
          spellCheck={false}
          value={text}
          rightSection={
            address.unit ? (
              <Text size="sm" c="dimmed" pr="sm">
                {address.unit}
              </Text>
            ) : null
          }
          rightSectionWidth={address.unit ? 64 : undefined}
          error={typed.ok ? null : typed.why}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {write.whyNot ? <Text c="dimmed">{write.whyNot}</Text> : null}
      {outcome ? (
        <Notice mark={outcome.mark} title={outcome.title} role="status">
          <Text>{outcome.text}</Text>
        </Notice>
      ) : null}
    </FormDialog>
  );
}
