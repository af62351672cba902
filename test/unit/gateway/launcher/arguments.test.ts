import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseGatewayArguments } from '../../../../electron/gateway/launcher/arguments.ts';

const parse = (line: string) => parseGatewayArguments(line.split(' '));

test('defaults are safe: loopback, signed packages only, a minute for a new revision', () => {
  expect(parse('--data /tmp/g')).toEqual({
    dataFolder: '/tmp/g',
    host: '127.0.0.1',
    port: 8480,
    tls: false,
    certificate: null,
    name: null,
    allowUnsigned: false,
    plain: false,
    console: null,
    keyFolders: null,
    healthTimeoutMs: 60_000,
    verifyActivity: false,
    rebootCommand: null,
    identifyCommand: null,
    firmwareCommand: null,
    firmwareTimeoutMs: 1_800_000,
    firmwareVersionCommand: null,
  });
});

test('every option counts', () => {
  const line =
    '--data g --port 0 --host ::1 --name b --tls --allow-unsigned --keys /a --keys /b --health-timeout-s 1.5';
  expect(parse(line)).toMatchObject({
    port: 0,
    host: '::1',
    tls: true,
    name: 'b',
    allowUnsigned: true,
    keyFolders: ['/a', '/b'],
    healthTimeoutMs: 1_500,
  });
});

test('a given certificate brings TLS and needs its key', () => {
  expect(parse('--data g --cert c.pem --key k.pem')).toMatchObject({
    tls: true,
    certificate: { cert: resolve('c.pem'), key: resolve('k.pem') },
  });
});

test('commands of the machine are split without a shell', () => {
  const options = ['--data', 'g', '--firmware-command', 'rauc install "{file}" --x \'a b\'', '--plain'];
  const parsed = parseGatewayArguments([
    ...options,
    ...[
      '--reboot-command',
      ' systemctl  reboot ',
      '--identify-command',
      'blink "" $HOME',
      '--firmware-timeout-s',
      '2',
      '--firmware-version-command',
      'sh -c "head -1 {file}"',
    ],
  ]);
  expect(parsed).toMatchObject({
    firmwareCommand: ['rauc', 'install', '{file}', '--x', 'a b'],
    rebootCommand: ['systemctl', 'reboot'],
    identifyCommand: ['blink', '', '$HOME'],
    firmwareTimeoutMs: 2_000,
    firmwareVersionCommand: ['sh', '-c', 'head -1 {file}'],
    plain: true,
  });
});

test.each([
  [['--reboot-command', ' '], '--reboot-command has to name a program'],
  [['--identify-command', 'blink "twice'], 'a quote that is not closed'],
  [['--firmware-command', 'rauc install'], '{file}'],
  [['--firmware-command', 'x {file}', '--firmware-version-command', 'rauc info'], '{file}'],
  [['--firmware-version-command', 'rauc info {file}'], 'give both'],
])('%s', (options, sentence) => {
  expect(() => parseGatewayArguments(['--data', 'g', ...options])).toThrow(sentence);
});

test.each(['0.0.0.0', '10.0.0.7', '::', 'box.local', '127.evil.example'])(
  '%s is open to a network and brings TLS',
  (host) => {
    expect(parse(`--data g --host ${host}`).tls).toBe(true);
  },
);

describe('what cannot be used is told in a sentence', () => {
  test.each([
    ['--port 1', 'Say where the data lies'],
    ['--data g --port 70000', '--port has to be a number from 0 to 65535, not "70000"'],
    ['--data g --port 1.5', '--port has to be'],
    ['--data g --port=', '--port has to be'],
    ['--data g --health-timeout-s soon', '--health-timeout-s has to be'],
    ['--data g --colour red', '--colour'],
    ['--data g --cert c.pem', '--cert and --key belong together'],
    ['--data g --key k.pem', '--cert and --key belong together'],
  ])('%s', (line, sentence) => {
    expect(() => parse(line)).toThrow(sentence);
  });
});

describe('--console', () => {
  test('names a port and its speed', () => {
    expect(parse('--data g --console /dev/ttyUSB0').console).toEqual({
      path: '/dev/ttyUSB0',
      baudRate: 115_200,
    });
    expect(parse('--data g --console COM3,9600').console).toEqual({ path: 'COM3', baudRate: 9_600 });
    const path = '/dev/serial/by-id/usb-a,b-if00';
    expect(parse(`--data g --console ${path},921600`).console).toEqual({ path, baudRate: 921_600 });
  });

  test.each([
    ['--console ,9600', /has to name a port/],
    ['--console /dev/ttyS1,fast', /baud rate of --console has to be a number/],
    ['--console /dev/ttyS1,115200.5', /baud rate of --console has to be a number/],
    ['--console /dev/ttyS1 --plain', /exclude one another/],
  ])('%s says what is wrong', (words, sentence) => {
    expect(() => parse(`--data g ${words}`)).toThrow(sentence);
  });
});
