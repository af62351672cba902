import { Autocomplete, Select, SimpleGrid, Switch } from '@mantine/core';
import { useState } from 'react';
import type { ConsoleHabits, LineSettings } from '#shared/bridge/serial-ports.ts';
import { parseBaudRate, usualBaudRates } from '../../../lib/domain/baud-rate.ts';

interface LineFieldsProps {
  settings: LineSettings;
  /** Null while the rate cannot be read. */
  onSettings(settings: LineSettings | null): void;
}

/** Rate and frame of the line. */
export function LineFields({ settings, onSettings }: LineFieldsProps) {
  const [rate, setRate] = useState(String(settings.baudRate));
  const parsed = parseBaudRate(rate);
  const [rest, setRest] = useState(settings);
  const change = (changed: Partial<LineSettings>) => {
    const next = { ...rest, ...changed };
    setRest(next);
    onSettings(parsed === null ? null : { ...next, baudRate: parsed });
  };
  return (
    <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
      <Autocomplete
        label="Baud rate"
        data={usualBaudRates.map(String)}
        value={rate}
        // The list is short: all of it, whatever is typed.
        filter={({ options }) => options}
        error={parsed === null ? 'A number from 50 to 20000000' : null}
        onChange={(text) => {
          setRate(text);
          const next = parseBaudRate(text);
          onSettings(next === null ? null : { ...rest, baudRate: next });
        }}
      />
      <Select
        label="Data bits"
        data={['8', '7', '6', '5']}
        allowDeselect={false}
        value={String(rest.dataBits)}
        onChange={(value) =>
          change({ dataBits: ([5, 6, 7, 8] as const).find((bits) => String(bits) === value) ?? 8 })
        }
      />
      <Select
        label="Parity"
        data={[
          { value: 'none', label: 'None' },
          { value: 'even', label: 'Even' },
          { value: 'odd', label: 'Odd' },
        ]}
        allowDeselect={false}
        value={rest.parity}
        onChange={(value) => change({ parity: value === 'even' || value === 'odd' ? value : 'none' })}
      />
      <Select
        label="Stop bits"
        data={['1', '2']}
        allowDeselect={false}
        value={String(rest.stopBits)}
        onChange={(value) => change({ stopBits: value === '2' ? 2 : 1 })}
      />
      <Select
        label="Flow control"
        data={[
          { value: 'none', label: 'None' },
          { value: 'rtscts', label: 'Hardware (RTS/CTS)' },
          { value: 'xonxoff', label: 'Software (XON/XOFF)' },
        ]}
        allowDeselect={false}
        value={rest.flowControl}
        onChange={(value) =>
          change({ flowControl: value === 'rtscts' || value === 'xonxoff' ? value : 'none' })
        }
      />
    </SimpleGrid>
  );
}

interface HabitFieldsProps {
  habits: ConsoleHabits;
  onHabits(habits: ConsoleHabits): void;
}

/** How the console treats what is typed and what arrives. */
export function HabitFields({ habits, onHabits }: HabitFieldsProps) {
  const change = (changed: Partial<ConsoleHabits>) => onHabits({ ...habits, ...changed });
  return (
    <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
      <Select
        label="Enter sends"
        data={[
          { value: 'cr', label: 'CR (most devices)' },
          { value: 'lf', label: 'LF' },
          { value: 'crlf', label: 'CR LF (modems)' },
        ]}
        allowDeselect={false}
        value={habits.newline}
        onChange={(value) => change({ newline: value === 'lf' || value === 'crlf' ? value : 'cr' })}
      />
      <Switch
        mt={26}
        label="Show what I type"
        description="For devices that do not send it back"
        checked={habits.localEcho}
        onChange={(event) => change({ localEcho: event.currentTarget.checked })}
      />
      <Switch
        label="LF also returns to the start of the line"
        description="For output that looks like a staircase"
        checked={habits.carriageReturnAtLineFeed}
        onChange={(event) => change({ carriageReturnAtLineFeed: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}
