import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import {
  consoleHabitsDefaults,
  lineSettingsDefaults,
  type SerialPortEntry,
} from '#shared/bridge/serial-ports.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import { type FakeSerial, noSerial } from '../../fakes/fake-serial-handlers.ts';
import { shotAt } from './fixtures.ts';

const uuid = (n: number): string => `01a0c7f2-5b1e-7c3a-9d4f-5e71a1${n.toString(16).padStart(6, '0')}`;
export const serialIds = {
  boiler: uuid(1),
  meter: uuid(2),
  script: uuid(3),
  snippet: uuid(4),
  transfer: uuid(5),
};

const port = (path: string, rest: Partial<SerialPortEntry> = {}): SerialPortEntry => ({
  path,
  identity: `path:${path}`,
  label: path,
  manufacturer: null,
  product: null,
  serialNumber: null,
  vendorId: null,
  productId: null,
  usedBy: null,
  obstacle: null,
  ...rest,
});

const boilerPort = port('/dev/ttyUSB0', {
  identity: 'usb:0403:6001:A50285BI',
  label: 'boiler room',
  manufacturer: 'FTDI',
  product: 'FT232R USB UART',
  serialNumber: 'A50285BI',
  vendorId: '0403',
  productId: '6001',
  usedBy: 'console boiler room',
});
const meterPort = port('/dev/ttyUSB1', {
  identity: 'usb:10c4:ea60:0001',
  label: 'CP2102 USB to UART Bridge Controller',
  manufacturer: 'Silicon Labs',
  product: 'CP2102 USB to UART Bridge Controller',
  serialNumber: '0001',
  vendorId: '10c4',
  productId: 'ea60',
});
export const ports = [
  boilerPort,
  meterPort,
  port('/dev/ttyS0', {
    obstacle: failure('SERIAL_NO_PERMISSION', {
      ...{ port: '/dev/ttyS0', why: 'it belongs to the group dialout', group: 'dialout' },
      remedy: 'Run "sudo usermod -aG dialout $USER", then log out and in again.',
      command: 'sudo usermod -aG dialout $USER',
    }),
  }),
  port('/dev/ttyACM0', {
    label: 'inverter',
    obstacle: failure('SERIAL_IN_USE', { port: '/dev/ttyACM0', program: 'minicom (process 4182)' }),
  }),
];

export const boilerConsole: SerialConsole = {
  id: serialIds.boiler,
  title: 'boiler room',
  port: { identity: boilerPort.identity, path: boilerPort.path, label: boilerPort.label },
  settings: lineSettingsDefaults,
  habits: consoleHabitsDefaults,
  countedFrom: shotAt - 600_000,
  state: 'open',
  since: shotAt - 600_000,
  failure: null,
  nextTryAt: null,
  signals: { dtr: true, rts: false },
  modem: { cts: true, dsr: true, dcd: false },
  received: 0,
  sent: 214,
  log: null,
  endedLog: null,
  paste: null,
  script: null,
  usedBy: null,
};

export const meterConsole: SerialConsole = {
  ...boilerConsole,
  id: serialIds.meter,
  title: '',
  port: { identity: meterPort.identity, path: meterPort.path, label: meterPort.label },
  settings: { ...lineSettingsDefaults, baudRate: 9_600, parity: 'even' },
  state: 'waiting',
  nextTryAt: shotAt + 4_000,
  signals: { dtr: true, rts: true },
  modem: null,
};

const bootLog = [
  '\u001b[1mU-Boot 2025.10 (Oct 06 2026 - 09:12:04 +0000)\u001b[0m',
  '',
  'DRAM:  512 MiB',
  'NAND:  256 MiB',
  'Loading Environment from NAND... \u001b[32mOK\u001b[0m',
  'Hit any key to stop autoboot:  0',
  '## Booting kernel from Legacy Image at 82000000 ...',
  '   Image Name:   Linux-6.12.4',
  '   Verifying Checksum ... \u001b[32mOK\u001b[0m',
  'Starting kernel ...',
  '',
  ...Array.from(
    { length: 26 },
    (_, n) =>
      `[    ${(n / 7).toFixed(6)}] \u001b[33mdriver ${n}\u001b[0m: probed \u001b[36m10.0.0.${n}\u001b[0m`,
  ),
  '[    4.118402] \u001b[31mmodbus: no answer from unit 7\u001b[0m',
  '',
  'boiler-room login: ',
].join('\r\n');

export const output = new TextEncoder().encode(bootLog);

export const serialState = (rest: Partial<FakeSerial> = {}): { serial: FakeSerial } => ({
  serial: {
    ...noSerial(),
    ports,
    consoles: [{ ...boilerConsole, received: output.length }, meterConsole],
    output: { [serialIds.boiler]: output },
    snippets: [
      { id: serialIds.snippet, name: 'Show the versions', text: 'cat /etc/os-release', enter: true },
    ],
    scripts: [
      {
        id: serialIds.script,
        name: 'Log in as root',
        steps: [
          { kind: 'expect', text: 'login:', timeoutMs: 30_000 },
          { kind: 'send', text: 'root', enter: true },
          { kind: 'expect-pattern', pattern: '[Pp]assword:', timeoutMs: 10_000 },
          { kind: 'send-secret', secret: 'root password', enter: true },
          { kind: 'pause', durationMs: 500 },
        ],
      },
    ],
    ...rest,
  },
});

export const withBoiler = (rest: Partial<SerialConsole>) =>
  serialState({ consoles: [{ ...boilerConsole, received: output.length, ...rest }, meterConsole] });

export const transfer = (rest: Partial<SerialTransfer> = {}): SerialTransfer => ({
  id: serialIds.transfer,
  consoleId: serialIds.boiler,
  protocol: 'zmodem',
  direction: 'receive',
  state: 'running',
  question: null,
  file: { name: 'config-backup.tar', index: 0, bytes: 4_213_118 },
  bytes: 1_318_912,
  totalBytes: 4_213_118,
  bytesPerSecond: 11_210,
  secondsLeft: 258,
  retries: 2,
  startedAt: shotAt - 118_000,
  endedAt: null,
  end: null,
  summary: null,
  failure: null,
  files: [],
  folder: '~/Gatewright/serial',
  ...rest,
});
