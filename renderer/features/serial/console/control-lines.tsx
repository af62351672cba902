import { Button, Group, Popover, Stack, Switch, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { tellFailure } from '../../../components/notify.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import classes from './state-line.module.css';

/** What the device sets, always in sight; what we set and the break, one click away. */
export function ControlLines({ entry }: { entry: SerialConsole }) {
  const { modem } = entry;
  return (
    <>
      {modem ? (
        <ul className={classes.modem} aria-label="Lines that the device sets">
          {(['cts', 'dsr', 'dcd'] as const).map((name) => (
            <li key={name} data-on={modem[name] || undefined}>
              {name.toUpperCase()} <span>{modem[name] ? 'on' : 'off'}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <Popover position="bottom-end" width={290} trapFocus returnFocus>
        <Popover.Target>
          <Button variant="default" px="sm" rightSection={<IconChevronDown size={15} aria-hidden />}>
            Lines
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <OwnLines entry={entry} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

/** Without lines (a pseudo-terminal) it says so. */
function OwnLines({ entry }: { entry: SerialConsole }) {
  const signals = useAct('serial.setSignals');
  const sendBreak = useAct('serial.sendBreak');
  const { modem, state } = entry;
  const reason =
    state !== 'open' ? 'The port is not open.' : modem === null ? 'This port has no control lines.' : null;
  const set = (wanted: { dtr?: boolean; rts?: boolean }) =>
    void signals.run({ id: entry.id, ...wanted }).then(tellFailure('The line was not set'));
  return (
    <Stack gap="sm">
      <Group gap="lg">
        {(['dtr', 'rts'] as const).map((name) => (
          <Switch
            key={name}
            size="md"
            label={name.toUpperCase()}
            disabled={reason !== null}
            checked={entry.signals[name]}
            onChange={(event) => set({ [name]: event.currentTarget.checked })}
          />
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {reason ?? 'Many boards reset when DTR or RTS changes.'}
      </Text>
      <ReasonButton
        variant="default"
        reason={state === 'open' ? null : 'The port is not open.'}
        loading={sendBreak.running}
        onClick={() => void sendBreak.run({ id: entry.id }).then(tellFailure('The break was not sent'))}
      >
        Send a break of 250 ms
      </ReasonButton>
    </Stack>
  );
}
