import { Button, Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconClock,
  IconCopy,
  IconDeviceFloppy,
  IconEraser,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { notify, notifyFailure } from '../../../components/notify.tsx';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useHandOver } from '../use-hand-over.tsx';
import { ForgetOutputDialog } from './forget-output-dialog.tsx';
import { wholeText } from './whole-output.ts';

interface OutputMenuProps {
  entry: SerialConsole;
  onTimes(wanted: boolean): void;
  /** Empties the screen only. */
  onClear(): void;
  /** The host has forgotten what arrived. */
  onForgotten(): void;
}

/** Copy and save of everything that is kept, times beside it, and two ways to be rid of it. */
export function OutputMenu({ entry, onTimes, onClear, onForgotten }: OutputMenuProps) {
  const { copying, copyAll } = useCopyAll(entry.id);
  const save = useAct('serial.saveOutput');
  const [forgetting, setForgetting] = useState(false);
  const handOver = useHandOver();
  const saveAll = async (format: 'raw' | 'text') => {
    const result = await save.run({ id: entry.id, format });
    if (result.ok) handOver(result.value, result.value.folder);
    else notifyFailure('Nothing was saved', result.failure);
  };
  const { localEcho, timestamps, view } = entry.habits;
  return (
    <>
      <Menu width={330}>
        <Menu.Target>
          <Button
            variant="default"
            px="sm"
            loading={copying || save.running}
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            Output
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {localEcho
              ? 'What you type is in text as [typed: …], and not among the bytes.'
              : 'Everything that is kept'}
          </Menu.Label>
          <Menu.Item mih={38} leftSection={<IconCopy size={17} aria-hidden />} onClick={() => void copyAll()}>
            Copy all as text
          </Menu.Item>
          <Menu.Item
            mih={38}
            leftSection={<IconDeviceFloppy size={17} aria-hidden />}
            onClick={() => void saveAll('text')}
          >
            Save all as text, without colours
          </Menu.Item>
          <Menu.Item
            mih={38}
            leftSection={<IconDeviceFloppy size={17} aria-hidden />}
            onClick={() => void saveAll('raw')}
          >
            Save all bytes as they came
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            mih={38}
            disabled={view === 'hex'}
            leftSection={<IconClock size={17} aria-hidden />}
            onClick={() => onTimes(!timestamps)}
          >
            {timestamps ? 'Hide the times of arrival' : 'Show the times of arrival'}
          </Menu.Item>
          <Menu.Item mih={38} leftSection={<IconEraser size={17} aria-hidden />} onClick={onClear}>
            Clear the screen, keep what arrived
          </Menu.Item>
          <Menu.Item
            mih={38}
            c="var(--gw-bad)"
            leftSection={<IconTrash size={17} aria-hidden />}
            onClick={() => setForgetting(true)}
          >
            Forget everything that arrived…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {forgetting ? (
        <ForgetOutputDialog entry={entry} onForgotten={onForgotten} onClose={() => setForgetting(false)} />
      ) : null}
    </>
  );
}

function useCopyAll(consoleId: string): { copying: boolean; copyAll(): Promise<void> } {
  const bridge = useBridge();
  const [copying, setCopying] = useState(false);
  return {
    copying,
    async copyAll() {
      setCopying(true);
      const result = await wholeText(bridge, consoleId);
      setCopying(false);
      if (!result.ok) {
        notifyFailure('Nothing was copied', result.failure);
        return;
      }
      try {
        await navigator.clipboard.writeText(result.value);
        notify({ mark: 'good', title: 'Copied', message: 'Everything that is kept, as text.', stays: false });
      } catch {
        const message = 'The browser does not allow it. Save all as text instead.';
        notify({ mark: 'bad', title: 'Nothing was copied', message, stays: true });
      }
    },
  };
}
