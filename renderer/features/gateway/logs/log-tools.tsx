import { ActionIcon, Button, Group, Select, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconChevronDown,
  IconChevronUp,
  IconDeviceFloppy,
  IconRefresh,
  IconSearch,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { fileName, saveText } from '../../../lib/save-text.ts';
import { CopyLines } from './copy-lines.tsx';
import { FlushDialog } from './flush-dialog.tsx';
import classes from './log-tools.module.css';
import { countWords, type LogLevel, levelChoices, lineChoices, logText } from './log-view.ts';

/** What is asked of the gateway, and from which level on it is shown. */
export interface LogAsk {
  lines: (typeof lineChoices)[number];
  type: 'all' | 'out' | 'err';
  process: string | null;
  level: LogLevel | 'all';
}

interface LogToolsProps {
  gateway: Gateway;
  ask: LogAsk;
  onAsk(ask: LogAsk): void;
  processes: readonly string[];
  /** Shown, after the level filter. */
  lines: readonly LogEntry[];
  /** As many as the gateway sent; null before the first answer. */
  received: number | null;
  follow: boolean;
  onFollow(follow: boolean): void;
  refreshing: boolean;
  onRefresh(): void;
  search: string;
  onSearch(search: string): void;
  hits: number;
  /** Index of the hit that is marked; -1: none yet. */
  hit: number;
  onStep(step: 1 | -1): void;
}

/** Two lines of tools: what is shown, and what is done with it. */
export function LogTools(props: LogToolsProps) {
  const { gateway, ask, onAsk, processes, lines, received, follow } = props;
  const whyNotFlushed = useAccess(gateway)('system:write');
  const [flushing, setFlushing] = useState(false);
  const known = ask.process === null || processes.includes(ask.process) ? [] : [ask.process];
  const save = () =>
    saveText({
      name: fileName([gatewayName(gateway), ask.process ?? '', 'log'], 'txt', Date.now()),
      type: 'text/plain;charset=utf-8',
      text: logText(lines),
    });
  return (
    <div className={classes.tools}>
      <Group gap="sm">
        <Select
          w={190}
          aria-label="Process"
          data={[{ value: '', label: 'All processes' }, ...processes, ...known]}
          allowDeselect={false}
          searchable={processes.length > 8}
          value={ask.process ?? ''}
          onChange={(process) => onAsk({ ...ask, process: process || null })}
        />
        <Select
          w={170}
          aria-label="Stream"
          data={[
            { value: 'all', label: 'Both streams' },
            { value: 'out', label: 'Output' },
            { value: 'err', label: 'Error stream' },
          ]}
          allowDeselect={false}
          value={ask.type}
          onChange={(type) => onAsk({ ...ask, type: type === 'out' || type === 'err' ? type : 'all' })}
        />
        <Select
          w={190}
          aria-label="Level"
          data={levelChoices}
          allowDeselect={false}
          value={ask.level}
          onChange={(level) =>
            onAsk({ ...ask, level: levelChoices.find(({ value }) => value === level)?.value ?? 'all' })
          }
        />
        <Select
          w={140}
          aria-label="How many lines"
          data={lineChoices.map((value) => ({ value: String(value), label: `Last ${value}` }))}
          allowDeselect={false}
          value={String(ask.lines)}
          onChange={(value) =>
            onAsk({ ...ask, lines: lineChoices.find((known) => String(known) === value) ?? 500 })
          }
        />
        <Group gap="sm" ml="auto">
          <Switch
            size="md"
            label="Follow"
            checked={follow}
            onChange={(event) => props.onFollow(event.currentTarget.checked)}
          />
          {follow ? null : (
            <Button
              variant="default"
              loading={props.refreshing}
              leftSection={<IconRefresh size={17} aria-hidden />}
              onClick={props.onRefresh}
            >
              Read again
            </Button>
          )}
        </Group>
      </Group>
      <Group gap="sm">
        <LogSearch {...props} />
        <Text size="sm" c="dimmed" className="gw-tabular" flex={1}>
          {received === null ? '' : countWords(lines.length, received, ask.lines)}
        </Text>
        <CopyLines lines={lines} />
        <ReasonButton
          variant="default"
          reason={lines.length === 0 ? 'There is nothing to save.' : null}
          leftSection={<IconDeviceFloppy size={17} aria-hidden />}
          onClick={save}
        >
          Save
        </ReasonButton>
        <ReasonButton variant="default" reason={whyNotFlushed} onClick={() => setFlushing(true)}>
          Empty {ask.process ?? 'all logs'}…
        </ReasonButton>
      </Group>
      {flushing ? (
        <FlushDialog gateway={gateway} process={ask.process} onClose={() => setFlushing(false)} />
      ) : null}
    </div>
  );
}

/** Search with count; Enter goes on, Shift Enter back. The browser's own search would see only what is drawn. */
function LogSearch({ search, onSearch, hits, hit, onStep }: LogToolsProps) {
  const inputRef = useRef<HTMLInputElement>(null);
  useHotkeys([['mod+F', () => inputRef.current?.focus()]], []);
  const told = search === '' ? '' : hits === 0 ? 'none' : `${hit < 0 ? '' : `${hit + 1} of `}${hits}`;
  return (
    <Group gap={4} wrap="nowrap">
      <TextInput
        ref={inputRef}
        w={250}
        aria-label="Search the lines"
        placeholder="Search"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          <Text size="sm" c="dimmed" className="gw-number" role="status" pr={8}>
            {told}
          </Text>
        }
        rightSectionWidth={84}
        rightSectionPointerEvents="none"
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onSearch('');
        }}
      />
      <Step label="Previous hit" disabled={hits === 0} onClick={() => onStep(-1)} icon={IconChevronUp} />
      <Step label="Next hit" disabled={hits === 0} onClick={() => onStep(1)} icon={IconChevronDown} />
    </Group>
  );
}

interface StepProps {
  label: string;
  disabled: boolean;
  onClick(): void;
  icon: typeof IconChevronUp;
}

const Step = ({ label, disabled, onClick, icon: Icon }: StepProps) => (
  <Tooltip label={label}>
    <ActionIcon variant="default" aria-label={label} disabled={disabled} onClick={onClick}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  </Tooltip>
);
