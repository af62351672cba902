import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { certificateOption, isLoopback, numberOption } from '#platform/arguments/argument-values.ts';
import { splitCommand } from './split-command.ts';

export interface GatewayArguments {
  dataFolder: string;
  host: string;
  port: number;
  tls: boolean;
  /** PEM files of a certificate that was given; null: one of its own, made at the first start. */
  certificate: { cert: string; key: string } | null;
  name: string | null;
  allowUnsigned: boolean;
  /** Serves only the documented calls, as boxes of other makes do. */
  plain: boolean;
  /** Port of the serial console; null: as the gateway's settings say. */
  console: { path: string; baudRate: number } | null;
  /** Folders of trusted public keys; null: the ones that come with the product. */
  keyFolders: string[] | null;
  healthTimeoutMs: number;
  /** Checks the activity log and ends; nothing is started. */
  verifyActivity: boolean;
  /** Programs of the machine with their arguments; null: the gateway's own way. */
  rebootCommand: string[] | null;
  identifyCommand: string[] | null;
  /** `{file}` stands for the path of the image. */
  firmwareCommand: string[] | null;
  firmwareTimeoutMs: number;
  /** Prints the version of an image, `{file}` stands for its path; null: it is called by its file's name. */
  firmwareVersionCommand: string[] | null;
}

export const usage = `usage: npm run gateway -- --data DIR [options]
  --data DIR              where everything of this gateway lies
  --port N                0 takes any free port (default 8480)
  --host H                address to listen on (default 127.0.0.1); any other than loopback brings TLS
  --name N                name of a gateway that has none yet
  --tls                   https with a certificate of its own, made at the first start
  --cert FILE --key FILE  https with this certificate (PEM, with its chain) and its private key
  --allow-unsigned        also takes packages and firmware that nobody known has signed
  --plain                 serves only the documented calls, as a stand-in for boxes of other makes
  --console PATH[,BAUD]   serial port for the login console and for workbenches with a cable (default 115200 baud)
  --keys DIR              folder of trusted public keys, may be repeated (default: those that come with the product)
  --health-timeout-s N    how long a new revision may take to become healthy (default 60)
  --verify-activity       checks the activity log for changed or missing entries and ends

  Commands of a real machine: a program with its arguments, words in "quotes" stay together, no shell.
  --reboot-command C      reboots the machine, e.g. "systemctl reboot" (default: the gateway starts again)
  --identify-command C    blinks its light (default: the program that started this gateway shows it)
  --firmware-command C    installs an image, e.g. "rauc install {file}" (default: signed images into slots A and B)
  --firmware-timeout-s N  how long that may take (default 1800)
  --firmware-version-command C  prints the version of {file} as its first line (default: the name of the file)
`;

/** Reads the command line. Throws an Error whose message is a sentence for the person who typed it. */
export function parseGatewayArguments(argv: readonly string[]): GatewayArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '8480' },
      host: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string' },
      tls: { type: 'boolean', default: false },
      cert: { type: 'string' },
      key: { type: 'string' },
      'allow-unsigned': { type: 'boolean', default: false },
      plain: { type: 'boolean', default: false },
      console: { type: 'string' },
      keys: { type: 'string', multiple: true },
      'health-timeout-s': { type: 'string', default: '60' },
      'verify-activity': { type: 'boolean', default: false },
      'reboot-command': { type: 'string' },
      'identify-command': { type: 'string' },
      'firmware-command': { type: 'string' },
      'firmware-timeout-s': { type: 'string', default: '1800' },
      'firmware-version-command': { type: 'string' },
    },
  });
  if (values.data === undefined) throw new Error('Say where the data lies: --data DIR');
  const certificate = certificateOption(values.cert, values.key);
  const seconds = (name: 'health-timeout-s' | 'firmware-timeout-s') =>
    numberOption(values[name], `--${name}`, { min: 0.1, max: 86_400, whole: false }) * 1000;
  const firmwareCommand = imageCommandOf(values['firmware-command'], '--firmware-command');
  const versionOption = '--firmware-version-command';
  const firmwareVersionCommand = imageCommandOf(values['firmware-version-command'], versionOption);
  if (firmwareVersionCommand !== null && firmwareCommand === null) {
    throw new Error(`${versionOption} is for images of --firmware-command: give both`);
  }
  return {
    dataFolder: resolve(values.data),
    host: values.host,
    port: numberOption(values.port, '--port', { min: 0, max: 65_535 }),
    // Security baseline: what is open to a network is never plain.
    tls: values.tls || certificate !== null || !isLoopback(values.host),
    certificate,
    name: values.name ?? null,
    allowUnsigned: values['allow-unsigned'],
    plain: values.plain,
    console: consoleOf(values.console, values.plain),
    keyFolders: values.keys?.map((folder) => resolve(folder)) ?? null,
    healthTimeoutMs: seconds('health-timeout-s'),
    verifyActivity: values['verify-activity'],
    rebootCommand: commandOf(values['reboot-command'], '--reboot-command'),
    identifyCommand: commandOf(values['identify-command'], '--identify-command'),
    firmwareCommand,
    firmwareTimeoutMs: seconds('firmware-timeout-s'),
    firmwareVersionCommand,
  };
}

function consoleOf(text: string | undefined, plain: boolean): GatewayArguments['console'] {
  if (text === undefined) return null;
  // Boxes of other makes have none that speaks our language.
  if (plain) throw new Error('--console and --plain exclude one another: leave one of them out');
  const [, path = '', baud = '115200'] = /^(.*?)(?:,([^,/]*))?$/.exec(text) ?? [];
  if (path === '') throw new Error('--console has to name a port, e.g. --console /dev/ttyUSB0,115200');
  return { path, baudRate: numberOption(baud, 'The baud rate of --console', { min: 300, max: 4_000_000 }) };
}

function commandOf(text: string | undefined, option: string): string[] | null {
  if (text === undefined) return null;
  const words = splitCommand(text);
  if (words === null) throw new Error(`${option} has a quote that is not closed: ${text}`);
  if (words.length === 0) throw new Error(`${option} has to name a program`);
  return words;
}

function imageCommandOf(text: string | undefined, option: string): string[] | null {
  const command = commandOf(text, option);
  if (command !== null && !command.some((word) => word.includes('{file}'))) {
    throw new Error(`${option} has to say where the image goes, with {file}`);
  }
  return command;
}
