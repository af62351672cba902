import type { RecipeDetails, RecipeRunState } from '#shared/bridge/recipes.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import { failure } from '#shared/errors/failure.ts';
import { noSerial } from '../../fakes/fake-serial-handlers.ts';
import { shotAt } from './fixtures.ts';

const noRules = { pattern: null, min: null, max: null };

export const loadImage: RecipeDetails = {
  id: 'shipped/u-boot-loady.yaml',
  origin: 'shipped',
  fileName: 'u-boot-loady.yaml',
  title: 'U-Boot: load an image over the serial line',
  description:
    'For a board that does not boot any more but whose U-Boot still answers. Interrupts the boot, sends an image by YMODEM (loady) into memory, compares its size and its CRC-32 with those of the file and then starts it, if you say so.',
  boards: ['Boards with U-Boot and its commands loady and crc32 (most ARM and PowerPC gateways)'],
  complaints: [],
  warnings: [
    'The board is restarted; what runs on it is interrupted.',
    "What is in the board's memory from the load address on is overwritten.",
  ],
  line: '115200 8N1',
  fields: [
    {
      ...{ name: 'image', label: 'Image', kind: 'file', default: '', optional: false, ...noRules },
      hint: 'A kernel, a FIT image or a stand-alone program for this board',
    },
    {
      ...{ name: 'address', label: 'Load address', kind: 'text', default: '$' + '{loadaddr}' },
      ...{ optional: false, hint: 'a hexadecimal address, or a variable of U-Boot', ...noRules },
      pattern: '(?:0x)?[0-9a-fA-F]{1,16}|\\$\\{[a-zA-Z0-9_]{1,60}\\}',
    },
    {
      ...{ name: 'tries', label: 'Tries', kind: 'number', default: '3', optional: false, hint: null },
      ...{ ...noRules, min: 1, max: 10 },
    },
  ],
  steps: [
    'Switch the board off and on again now, or press its reset button.',
    'Interrupt the boot',
    'Wait until U-Boot is quiet',
    'Start the receiver in U-Boot',
    'Wait for the receiver',
    'Send the image',
    'Wait for the prompt',
    'Ask for the size',
    'Compare the size',
    'Ask for the checksum',
    'Compare the checksum',
    'Ask whether to start it',
    'Start it',
    'Watch it start',
  ],
};

export const checkLinux: RecipeDetails = {
  ...loadImage,
  ...{ id: 'shipped/linux-login-check.yaml', fileName: 'linux-login-check.yaml', warnings: [] },
  title: 'Linux: log in and look at the system',
  description:
    'For a gateway that cannot be reached over the network. Logs in on its serial console and shows kernel, time since the start, disks, network addresses, routes and failed services. Changes nothing, and logs out again.',
  boards: ['Gateways with Linux and a login on the serial console'],
  fields: [
    { name: 'user', label: 'User', kind: 'text', default: 'root', optional: false, hint: null, ...noRules },
    {
      ...{ name: 'password', label: 'Password', kind: 'secret', default: '', optional: true, ...noRules },
      hint: 'Leave it empty when none is asked for',
    },
  ],
  steps: ['Knock', 'Wait for the login or a shell', 'Enter the user', 'Enter the password', 'Log out'],
};

const brokenRecipe: RecipeDetails = {
  ...loadImage,
  ...{ id: 'own/press-line.yaml', origin: 'own', fileName: 'press-line.yaml', title: 'press-line.yaml' },
  ...{ description: '', boards: [], warnings: [], fields: [], steps: [] },
  complaints: [
    { line: 12, column: 5, message: '"timeoutMs" is missing.' },
    { line: 31, column: 12, message: 'There is no step with the label "relaod".' },
  ],
};

export const recipes = [checkLinux, loadImage, brokenRecipe];

const port = (path: string, label: string, usedBy: string | null): SerialPortEntry => ({
  ...{ path, label, usedBy, identity: `path:${path}`, manufacturer: 'FTDI', product: label },
  ...{ serialNumber: null, vendorId: '0403', productId: '6001', obstacle: null },
});
export const serial = {
  ...noSerial(),
  ports: [
    port('/dev/ttyUSB0', 'FT232R USB UART', null),
    port('/dev/ttyUSB1', 'Boiler room console', 'gateway boiler-room'),
  ],
};

const line = (
  secondsAgo: number,
  kind: RecipeRunState['transcript'][number]['kind'],
  text: string,
): RecipeRunState['transcript'][number] => ({ at: shotAt - secondsAgo * 1_000, kind, text });

const transcript = [
  line(64, 'note', 'U-Boot: load an image over the serial line, on /dev/ttyUSB0'),
  line(64, 'step', '1/14 Switch the board off and on again now, or press its reset button.'),
  line(64, 'note', 'Switch the board off and on again now, or press its reset button.'),
  line(64, 'step', '2/14 Interrupt the boot'),
  line(50, 'sent', '\\x03'),
  line(49, 'received', 'U-Boot 2025.01 (Jan 06 2025 - 17:20:11 +0000)'),
  line(49, 'received', ''),
  line(49, 'received', 'DRAM:  128 MiB'),
  line(48, 'received', 'Hit any key to stop autoboot:  2 \\x08\\x08\\x08 1 \\x08\\x08\\x08 0'),
  line(48, 'received', '=> <INTERRUPT>'),
  line(48, 'step', '2/14 done: =>'),
  line(47, 'step', '4/14 Start the receiver in U-Boot'),
  line(47, 'sent', 'loady $' + '{loadaddr}\\r'),
  line(46, 'received', '## Ready for binary (ymodem) download to 0x40200000 at 115200 bps...'),
  line(46, 'step', '6/14 Send fit-2026.05.itb'),
];

export const runId = '01a0c7f2-5b1e-7c3a-9d4f-0000000000aa';

/** At step `current`, everything before it done. */
export const run = (current: number, rest: Partial<RecipeRunState> = {}): RecipeRunState => ({
  ...{ id: runId, recipeId: loadImage.id, title: loadImage.title, port: '/dev/ttyUSB0' },
  ...{ stepByStep: false, state: 'running', current, asks: null, transfer: null },
  steps: loadImage.steps.map((title, index) => ({
    title,
    state: index < current ? 'done' : index === current ? 'running' : 'waiting',
    rounds: index <= current ? 1 : 0,
    note: index === 1 && current > 1 ? '=>' : '',
  })),
  said: ['Switch the board off and on again now, or press its reset button.'],
  transcript,
  transcriptFile: '2026-11-21T13-01-26.000Z-u-boot-loady.log',
  startedAt: shotAt - 64_000,
  ...{ endedAt: null, outcome: null, failure: null },
  ...rest,
});

export const sending = run(5, {
  transfer: {
    ...{ bytes: 1_482_752, totalBytes: 4_194_304, bytesPerSecond: 10_900, secondsLeft: 249, retries: 2 },
  },
});
export const asking = run(11, {
  said: ["fit-2026.05.itb is in the board's memory: 4194304 bytes, CRC-32 1f2e3d4c."],
  asks: {
    ask: 'confirm',
    question: 'Start fit-2026.05.itb now with bootm?',
    ...{ yes: 'Start it', no: 'Leave it in memory' },
  },
});
export const stepping = run(3, { stepByStep: true, asks: { ask: 'next' } });
export const completed = run(14, {
  ...{ state: 'ended', current: null, outcome: 'completed', endedAt: shotAt - 2_000 },
  said: ["fit-2026.05.itb is in the board's memory: 4194304 bytes, CRC-32 1f2e3d4c."],
});
const broken = run(4);
export const failed: RecipeRunState = {
  ...broken,
  steps: broken.steps.map((step, index) =>
    index === 4 ? { ...step, state: 'failed', note: 'Unknown command' } : step,
  ),
  ...{ state: 'ended', current: null, outcome: 'failed', endedAt: shotAt - 2_000 },
  failure: failure(
    'RECIPE_FAILED',
    { said: 'This U-Boot has no command loady. Use another way, such as TFTP or an SD card.' },
    "Unknown command 'loady' - try 'help'",
  ),
};
