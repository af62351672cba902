import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { TransferProtocol } from '#shared/bridge/serial-transfer.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { count } from '../../../lib/format/words.ts';
import { consoleName } from '../console/console-view.ts';
import { ChosenFileList } from './chosen-files.tsx';
import { ProtocolField } from './protocol-field.tsx';
import { isXmodem, whyTooMany } from './transfer-view.ts';
import { useChosenFiles } from './use-chosen-files.ts';

interface SendDialogProps {
  entry: SerialConsole;
  /** Dropped on the page, in their order; another drop adds to what is chosen. */
  dropped: readonly File[];
  onClose(): void;
}

/** Files and the protocol by which they go to the device. */
export function SendDialog({ entry, dropped, onClose }: SendDialogProps) {
  const send = useAct('serial.transferSend');
  const chosen = useChosenFiles();
  const [protocol, setProtocol] = useState<TransferProtocol>('zmodem');
  const taken = useRef<readonly File[] | null>(null);
  useEffect(() => {
    if (taken.current === dropped) return;
    taken.current = dropped;
    void chosen.take(dropped);
  }, [dropped, chosen]);
  const tooMany = whyTooMany(protocol, chosen.files.length);
  const close = () => {
    chosen.releaseAll();
    onClose();
  };
  const submit = async () => {
    const fileTokens = chosen.files.map(({ token }) => token);
    const result = await send.run({ id: entry.id, protocol, fileTokens });
    if (result.ok) onClose();
  };
  const files = chosen.files.length;
  return (
    <FormDialog
      title={`Send to ${consoleName(entry)}`}
      submit={files > 1 ? `Send ${count(files, 'file')}` : 'Send the file'}
      submitting={send.running}
      canSubmit={files > 0 && chosen.reading === null && tooMany === null}
      failure={send.failure ? { title: 'The transfer did not start', failure: send.failure } : null}
      size={560}
      onSubmit={() => void submit()}
      onClose={close}
    >
      <ProtocolField protocol={protocol} onProtocol={setProtocol} />
      <ChosenFileList chosen={chosen} several={!isXmodem(protocol)} />
      <Text size="sm" c={tooMany ? 'var(--gw-bad)' : 'dimmed'} role="status">
        {tooMany ?? 'Start the receiver on the device first (rz, rb, rx, or the command of its boot loader).'}
      </Text>
    </FormDialog>
  );
}
