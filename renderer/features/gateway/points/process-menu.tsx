import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconFileText,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ProcessState } from '#shared/gateway-api/peers-api.ts';
import type { Result } from '#shared/result.ts';
import { tellFailure } from '../../../components/notify.tsx';
import { isAtRest } from './bulk-words.ts';

interface ProcessMenuProps {
  item: { name: string; enabled: boolean; process: ProcessState };
  whyNot: string | null;
  onStart(): Promise<Result<unknown>>;
  onStop(): Promise<Result<unknown>>;
  onRestart(): Promise<Result<unknown>>;
  onEdit(): void;
  /** Of a driver: what its process wrote. */
  onLog?: () => void;
  onDelete(): void;
}

/** What can be done with a driver instance or a logic. */
export function ProcessMenu({
  item,
  whyNot,
  onStart,
  onStop,
  onRestart,
  onEdit,
  onLog,
  onDelete,
}: ProcessMenuProps) {
  const off = whyNot !== null;
  const stopped = isAtRest(item.process);
  const entry = (word: string, Icon: TablerIcon, disabled: boolean, act: () => void) => (
    <Menu.Item mih={38} disabled={disabled} leftSection={<Icon size={17} aria-hidden />} onClick={act}>
      {word}
    </Menu.Item>
  );
  const run = (act: () => Promise<Result<unknown>>, failed: string) => () =>
    void act().then(tellFailure(`${item.name} was not ${failed}`));
  return (
    <Menu width={250}>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${item.name}`}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {whyNot ? <Menu.Label style={{ whiteSpace: 'normal' }}>{whyNot}</Menu.Label> : null}
        {stopped ? (
          entry(
            item.enabled ? 'Start' : 'Start (disabled under Edit)',
            IconPlayerPlay,
            off || !item.enabled,
            run(onStart, 'started'),
          )
        ) : (
          <>
            {entry('Restart', IconRefresh, off, run(onRestart, 'restarted'))}
            {entry('Stop until the next start', IconPlayerStop, off, run(onStop, 'stopped'))}
          </>
        )}
        {onLog ? entry('Log…', IconFileText, false, onLog) : null}
        {entry(off ? 'Show…' : 'Edit…', IconPencil, false, onEdit)}
        <Menu.Item
          mih={38}
          disabled={off}
          {...(off ? {} : { c: 'var(--gw-bad)' })}
          leftSection={<IconTrash size={17} aria-hidden />}
          onClick={onDelete}
        >
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
