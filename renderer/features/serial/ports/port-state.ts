import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { MarkKind } from '../../../components/mark.tsx';

/** How a port is before anybody opens it: `free`, `the console Boiler`, `in use by minicom`, `no permission`. */
export function portState({ usedBy, obstacle }: Pick<SerialPortEntry, 'usedBy' | 'obstacle'>): {
  mark: MarkKind;
  words: string;
} {
  if (usedBy !== null) return { mark: 'good', words: usedBy };
  if (obstacle === null) return { mark: 'idle', words: 'free' };
  if (obstacle.code === 'SERIAL_IN_USE') {
    // The number of the process is in the whole sentence.
    const program = String(obstacle.context.program ?? 'another program').replace(/ \(process \d+\)/g, '');
    return { mark: 'warning', words: `in use by ${program}` };
  }
  return { mark: 'bad', words: 'no permission' };
}

/** What a person has to do before ports can be opened, each remedy once: one group is joined once for all its ports. */
export function remedies(ports: readonly Pick<SerialPortEntry, 'obstacle'>[]): Failure[] {
  const found = new Map<string, Failure>();
  for (const { obstacle } of ports) {
    if (obstacle?.code !== 'SERIAL_NO_PERMISSION') continue;
    const remedy = String(obstacle.context.remedy ?? obstacle.message);
    if (!found.has(remedy)) found.set(remedy, obstacle);
  }
  return [...found.values()];
}
