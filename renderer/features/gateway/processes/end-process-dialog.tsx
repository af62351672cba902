import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { ProcessEntry } from '#shared/gateway-api/management-api.ts';
import { FailureView } from '../../../components/failure-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useNow } from '../../../lib/use-now.ts';
import { type EndStage, type EndView, endView } from './process-view.ts';

interface EndProcessDialogProps {
  gateway: Gateway;
  process: ProcessEntry;
  /** Whether the list still has it. */
  alive: boolean;
  onClose(): void;
}

const words = (view: EndView, process: string, gateway: string): string => {
  switch (view) {
    case 'ask':
      return `${process} is asked to end (SIGTERM). It finishes what it does first. A driver or the gateway application is started again by ${gateway}.`;
    case 'waiting':
      return 'Asked. It finishes what it does; this takes a few seconds.';
    case 'stays':
      return `${process} did not end when it was asked. It may still be writing; waiting costs nothing. Killing it does not let it finish.`;
    case 'confirm-kill':
      return `Killing ${process} ends it at once (SIGKILL). What it has not written yet is lost, and a file that it writes may stay half written.`;
    case 'ended':
      return `${process} has ended.`;
    case 'immortal':
      return `${process} is still there. The system cannot end it now, most likely because it waits for a disk or a device. Only a reboot of ${gateway} ends it.`;
  }
};

/** Asks a process to end; only when it does not, and after a second confirmation, it is killed. */
export function EndProcessDialog({ gateway, process, alive, onClose }: EndProcessDialogProps) {
  const kill = useGatewayAct(gateway, 'processKill', ['resources']);
  const now = useNow(500);
  const [stage, setStage] = useState<EndStage>({ at: 'asked' });
  const view = endView(stage, alive, now);
  const title = `${process.name} (${process.pid})`;
  const send = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const sent = await kill.run({ body: { action: 'kill', pid: process.pid, signal } });
    if (sent.ok) setStage({ at: 'sent', signal, sentAt: Date.now() });
  };
  const over = view === 'ended' || view === 'immortal';
  return (
    <Modal
      opened
      onClose={onClose}
      title={`End ${title} on ${gatewayName(gateway)}${over ? '' : '?'}`}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        <Group gap="sm" wrap="nowrap" align="flex-start" role="status">
          {view === 'waiting' ? <Mark kind="busy" size={20} /> : null}
          {view === 'ended' ? <Mark kind="good" size={20} /> : null}
          {view === 'stays' || view === 'immortal' ? <Mark kind="warning" size={20} /> : null}
          <Text flex={1}>{words(view, process.name, gatewayName(gateway))}</Text>
        </Group>
        {kill.failure ? <FailureView title="It was not ended" failure={kill.failure} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {over || view === 'waiting' ? 'Close' : 'Cancel'}
          </Button>
          {view === 'ask' ? (
            <Button color="red" loading={kill.running} onClick={() => void send('SIGTERM')}>
              End {process.name}
            </Button>
          ) : null}
          {view === 'stays' ? (
            <Button color="red" variant="outline" onClick={() => setStage({ at: 'kill-asked' })}>
              Kill it…
            </Button>
          ) : null}
          {view === 'confirm-kill' ? (
            <Button color="red" loading={kill.running} onClick={() => void send('SIGKILL')}>
              Kill {process.name} on {gatewayName(gateway)}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
}
