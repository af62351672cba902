import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconTransfer, IconUpload } from '@tabler/icons-react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { whyNotTyped } from '../terminal/why-not-typed.ts';

interface TransferMenuProps {
  entry: SerialConsole;
  onChoose(direction: 'send' | 'receive'): void;
}

/** Files over the line, both ways. */
export function TransferMenu({ entry, onChoose }: TransferMenuProps) {
  const reason = whyNotTyped(entry);
  return (
    <Menu width={280}>
      <Menu.Target>
        <Button
          variant="default"
          px="sm"
          leftSection={<IconTransfer size={17} aria-hidden />}
          rightSection={<IconChevronDown size={15} aria-hidden />}
        >
          Files
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {reason ? <Menu.Label>{reason}</Menu.Label> : null}
        <Menu.Item
          mih={38}
          disabled={reason !== null}
          leftSection={<IconUpload size={17} aria-hidden />}
          onClick={() => onChoose('send')}
        >
          Send files to the device…
        </Menu.Item>
        <Menu.Item
          mih={38}
          disabled={reason !== null}
          leftSection={<IconDownload size={17} aria-hidden />}
          onClick={() => onChoose('receive')}
        >
          Receive files from the device…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
