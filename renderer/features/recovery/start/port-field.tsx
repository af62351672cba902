import { Autocomplete, Stack, Text } from '@mantine/core';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { useReadAgain } from '../use-read-again.ts';

interface PortFieldProps {
  port: string;
  problem: string | null;
  onChange(port: string): void;
}

/** Ports of this computer; any other path can be typed. */
export function PortField({ port, problem, onChange }: PortFieldProps) {
  useReadAgain('serial.ports');
  const query = useCall('serial.ports', null);
  const ports = query.data ?? [];
  const byPath = new Map(ports.map((entry) => [entry.path, entry]));
  const wordsOf = (path: string): string => {
    const entry = byPath.get(path);
    if (entry === undefined) return '';
    return entry.usedBy === null ? entry.label : `${entry.label}, used by ${entry.usedBy}`;
  };
  const none =
    query.data?.length === 0
      ? 'No serial port was found. Plug the adapter in, or type its path.'
      : 'The adapter that the board is plugged into';
  return (
    <Autocomplete
      label="Serial port"
      description={query.error ? query.error.message : wordsOf(port) || none}
      placeholder="/dev/ttyUSB0 or COM3"
      required
      withAsterisk={false}
      spellCheck={false}
      autoCapitalize="off"
      data={ports.map(({ path }) => path)}
      // All of them: the port that is filled in would hide the others.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <Stack gap={0}>
          <Text size="sm">{option.value}</Text>
          <Text size="xs" c="dimmed">
            {wordsOf(option.value)}
          </Text>
        </Stack>
      )}
      // The list would hide the complaint that the focus is put here for.
      openOnFocus={false}
      value={port}
      error={problem}
      onChange={onChange}
    />
  );
}
