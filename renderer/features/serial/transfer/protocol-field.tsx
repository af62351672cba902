import { Select } from '@mantine/core';
import type { TransferProtocol } from '#shared/bridge/serial-transfer.ts';
import { protocolHints, protocolOrder, protocolWords } from './transfer-view.ts';

interface ProtocolFieldProps {
  protocol: TransferProtocol;
  onProtocol(protocol: TransferProtocol): void;
}

/** The protocol that both ends speak, with what it is good for. */
export function ProtocolField({ protocol, onProtocol }: ProtocolFieldProps) {
  return (
    <Select
      label="Protocol"
      description={protocolHints[protocol]}
      data={protocolOrder.map((value) => ({ value, label: protocolWords[value] }))}
      allowDeselect={false}
      value={protocol}
      onChange={(value) => {
        const chosen = protocolOrder.find((known) => known === value);
        if (chosen) onProtocol(chosen);
      }}
    />
  );
}
