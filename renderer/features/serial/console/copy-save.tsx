import { Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconCopy, IconDeviceFloppy, IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { notifyFailure } from '../../../components/notify.tsx';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useHandOver } from '../use-hand-over.tsx';
import { ForgetOutputDialog } from './forget-output-dialog.tsx';
import { wholeText } from './whole-output.ts';

interface CopySaveProps {
  entry: SerialConsole;
  /** Empties the screen only. */
  onClear(): void;
  /** The host has forgotten what arrived. */
  onForgotten(): void;
}

/** Copy and save of everything that is kept, and two ways to be rid of it. */
export function CopySave({ entry, onClear, onForgotten }: CopySaveProps) {
  const bridge = useBridge();
  const { copy, copied, error } = useClipboard({ timeout: 1_500 });
  const [copying, setCopying] = useState(false);
  const save = useAct('serial.saveOutput');
  const [forgetting, setForgetting] = useState(false);
  const handOver = useHandOver();
  const copyAll = async () => {
    setCopying(true);
    const result = await wholeText(bridge, entry.id);
    setCopying(false);
    if (result.ok) copy(result.value);
    else notifyFailure('Nothing was copied', result.failure);
  };
  const saveAll = async (format: 'raw' | 'text') => {
    const result = await save.run({ id: entry.id, format });
    if (result.ok) handOver(result.value, result.value.folder);
    else notifyFailure('Nothing was saved', result.failure);
  };
  const shown = entry.habits.localEcho;
  const CopyIcon = copied ? IconCheck : IconCopy;
  return (
    <>
      <Button
        variant="default"
        loading={copying}
        leftSection={<CopyIcon size={17} aria-hidden />}
        onClick={() => void copyAll()}
      >
        {copied ? 'Copied' : error ? 'Not copied' : 'Copy all'}
      </Button>
      <Menu width={270}>
        <Menu.Target>
          <Button
            variant="default"
            loading={save.running}
            leftSection={<IconDeviceFloppy size={17} aria-hidden />}
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            Save all
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item mih={38} onClick={() => void saveAll('text')}>
            As text, without colours{shown ? '; own input as [typed: …]' : ''}
          </Menu.Item>
          <Menu.Item mih={38} onClick={() => void saveAll('raw')}>
            Bytes as they came{shown ? '; without own input' : ''}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu width={320}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconEraser size={17} aria-hidden />}
            rightSection={<IconChevronDown size={15} aria-hidden />}
          >
            Clear
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item mih={38} onClick={onClear}>
            Clear the screen, keep what arrived
          </Menu.Item>
          <Menu.Item mih={38} c="var(--gw-bad)" onClick={() => setForgetting(true)}>
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
