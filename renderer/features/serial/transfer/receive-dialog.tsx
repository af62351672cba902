import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { TransferProtocol } from '#shared/bridge/serial-transfer.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { consoleName } from '../console/console-view.ts';
import { ProtocolField } from './protocol-field.tsx';
import { isXmodem } from './transfer-view.ts';

/** Waits for files of the device; XMODEM has no names, so one is asked for. */
export function ReceiveDialog({ entry, onClose }: { entry: SerialConsole; onClose(): void }) {
  const receive = useAct('serial.transferReceive');
  const [protocol, setProtocol] = useState<TransferProtocol>('zmodem');
  const [name, setName] = useState('received.bin');
  const named = isXmodem(protocol);
  const submit = async () => {
    const result = await receive.run({
      ...{ id: entry.id, protocol },
      ...(named ? { name: name.trim() } : {}),
    });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Receive from ${consoleName(entry)}`}
      submit="Receive"
      submitting={receive.running}
      canSubmit={!named || name.trim() !== ''}
      failure={receive.failure ? { title: 'The transfer did not start', failure: receive.failure } : null}
      size={560}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ProtocolField protocol={protocol} onProtocol={setProtocol} />
      {named ? (
        <TextInput
          label="File name"
          description="XMODEM carries none"
          maxLength={200}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      <Text size="sm" c="dimmed">
        Start the sender on the device (sz, sb, sx, or the command of its boot loader), before or after this.
        Nothing is overwritten without asking.
      </Text>
    </FormDialog>
  );
}
