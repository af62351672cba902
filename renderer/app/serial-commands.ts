import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import { consoleName, nextConsole, stateWords } from '../features/serial/console/console-view.ts';
import { paths } from '../lib/routes.ts';
import type { Command } from './command.ts';

/** What the palette offers for serial ports: consoles, ports that are free, and what concerns the console on the screen. */
export function serialCommands(state: {
  ports: readonly SerialPortEntry[];
  consoles: readonly SerialConsole[];
  /** The console that is looked at. */
  consoleId: string | null;
}): Command[] {
  const { ports, consoles, consoleId } = state;
  const shown = consoles.find(({ id }) => id === consoleId);
  const next = nextConsole(consoles, consoleId);
  return [
    ...(shown ? ofConsole(shown) : []),
    ...(next === null
      ? []
      : [
          {
            id: 'serial-next',
            group: 'Screens' as const,
            label: 'Next console',
            description: 'The tab after this one',
            keywords: ['serial', 'tab'],
            effect: { do: 'go' as const, to: paths.console(next) },
          },
        ]),
    ...consoles.map(
      (entry): Command => ({
        id: `console-${entry.id}`,
        group: 'Screens',
        label: `Console ${consoleName(entry)}`,
        description: `${stateWords[entry.state]}, ${entry.port.path}`,
        keywords: ['serial', 'terminal', 'tab'],
        effect: { do: 'go', to: paths.console(entry.id) },
      }),
    ),
    ...ports
      .filter(({ usedBy }) => usedBy === null)
      .map(
        (port): Command => ({
          id: `port-${port.path}`,
          group: 'Actions',
          label: `Open port ${port.label}`,
          description: port.path,
          keywords: ['serial', 'console', 'terminal', port.path],
          effect: { do: 'dialog', dialog: { kind: 'open-port', path: port.path } },
        }),
      ),
    {
      id: 'port-by-path',
      group: 'Actions',
      label: 'Open a serial port by its path',
      description: 'Such as /dev/ttyUSB0 or COM3',
      keywords: ['serial', 'console', 'terminal'],
      effect: { do: 'dialog', dialog: { kind: 'open-port', path: null } },
    },
  ];
}

const ofConsole = (entry: SerialConsole): Command[] => [
  {
    id: 'console-search',
    group: 'Actions',
    label: 'Search this console',
    description: consoleName(entry),
    keywords: ['serial', 'find'],
    effect: { do: 'console', consoleId: entry.id, wish: 'search' },
  },
  {
    id: 'console-follow',
    group: 'Actions',
    label: 'Follow this console, or stop following',
    description: consoleName(entry),
    keywords: ['serial', 'scroll', 'end'],
    effect: { do: 'console', consoleId: entry.id, wish: 'follow' },
  },
];
