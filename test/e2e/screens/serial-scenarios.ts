import type { Page } from '@playwright/test';
import { failure } from '#shared/errors/failure.ts';
import { baseState, shotAt } from './fixtures.ts';
import { press, type Rest, type Scenario, type Steps, shot } from './scenario.ts';
import {
  boilerConsole,
  meterConsole,
  ports,
  serialIds,
  serialState,
  transfer,
  withBoiler,
} from './serial-fixtures.ts';

const hash = `#/serial/${serialIds.boiler}`;
/** The terminal is a chunk of its own. */
const drawn = async (page: Page) => {
  await page.locator('.xterm-rows').waitFor();
  await page.waitForTimeout(300);
};
const talked = async (page: Page) => {
  await page.locator('.xterm-rows').getByText('login:').waitFor();
  await page.waitForTimeout(300);
};
const listed = async (page: Page) => {
  await page.getByRole('button', { name: /path/ }).first().waitFor();
  await page.waitForTimeout(200);
};
const console = (name: string, state: Rest['state'], more?: Steps, width?: number): Scenario =>
  shot(
    `serial-${name}`,
    hash,
    state ? { state } : {},
    async (page) => {
      await talked(page);
      await more?.(page);
    },
    width,
  );
const withTransfer = (rest: Parameters<typeof transfer>[0]) => serialState({ transfers: [transfer(rest)] });
const choose = (menu: string, item: string) => async (page: Page) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await page.waitForTimeout(250);
};

export const serialScenarios: readonly Scenario[] = [
  shot('serial-ports', '#/serial', { state: serialState() }, listed),
  shot('serial-ports-empty', '#/serial', { state: serialState({ ports: [], consoles: [] }) }, listed),
  shot('serial-open', '#/serial', { state: serialState({ consoles: [] }) }, press(/^Open CP2102/)),
  shot(
    'serial-open-refused',
    '#/serial',
    {
      state: serialState({ consoles: [] }),
      failing: {
        'serial.open': failure('SERIAL_NO_PERMISSION', {
          port: '/dev/ttyUSB1',
          why: 'it belongs to the group dialout',
          remedy: 'Run "sudo usermod -aG dialout $USER", then log out and in again.',
          command: 'sudo usermod -aG dialout $USER',
        }),
      },
    },
    async (page) => {
      await press(/^Open CP2102/)(page);
      await press('Open the port')(page);
    },
  ),
  shot('serial-gone', `#/serial/${serialIds.script}`, { state: serialState() }),
  console('console', serialState()),
  console('console-narrow', serialState(), undefined, 900),
  console('times', withBoiler({ habits: { ...boilerConsole.habits, timestamps: true } })),
  console('search', serialState(), async (page) => {
    await page.getByRole('textbox', { name: 'Search the screen' }).fill('probed');
    await page.waitForTimeout(400);
  }),
  console('not-followed', serialState(), async (page) => {
    await page.locator('.xterm-screen').hover();
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(200);
    await page.evaluate(() => window.dispatchEvent(new Event('fake-serial-lines')));
    await page.waitForTimeout(400);
  }),
  shot(
    'serial-hex',
    hash,
    { state: withBoiler({ habits: { ...boilerConsole.habits, view: 'hex' } }) },
    async (page) => {
      await page.getByRole('region', { name: 'Bytes received' }).getByText('login').first().waitFor();
      await page.getByRole('textbox', { name: 'Search the bytes' }).fill('0x5b 33');
      await page.waitForTimeout(500);
    },
  ),
  shot('serial-waiting', `#/serial/${serialIds.meter}`, { state: serialState() }, drawn),
  shot(
    'serial-in-use',
    `#/serial/${serialIds.meter}`,
    {
      state: serialState({
        consoles: [
          {
            ...meterConsole,
            failure: failure('SERIAL_IN_USE', { port: '/dev/ttyUSB1', program: 'picocom (pid 4182)' }),
          },
        ],
      }),
    },
    drawn,
  ),
  console(
    'logging',
    withBoiler({
      log: {
        state: 'on',
        options: { format: 'text', ansi: 'strip', timestamps: true },
        fileName: 'boiler-room-2026-11-21-13-40-12.log',
        folder: '~/Gatewright/serial',
        startedAt: shotAt - 1_338_000,
        files: 2,
        bytes: 17_204_118,
        failure: null,
      },
    }),
    press('Logging'),
  ),
  console('log-start', serialState(), press('Log…')),
  console(
    'log-ended',
    withBoiler({
      endedLog: {
        fileName: 'boiler-room-2026-11-21.log',
        folder: '~/Gatewright/serial',
        files: 2,
        bytes: 17_204_118,
      },
    }),
    press('Log…'),
  ),
  console('output', serialState(), press('Output')),
  console('lines', serialState(), press('Lines')),
  console('paste', serialState(), async (page) => {
    await page.locator('.xterm-helper-textarea').focus();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'setenv ipaddr 10.0.0.7\nsetenv serverip 10.0.0.1\nsaveenv\n');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    });
    await page.waitForTimeout(300);
  }),
  console(
    'sending',
    withBoiler({
      paste: { sentLines: 12, lines: 40, sentBytes: 480, bytes: 1_610 },
      script: {
        ...{ scriptId: serialIds.script, name: 'Log in as root', state: 'failed', step: 2, steps: 5 },
        doing: '',
        failure: failure('SERIAL_SCRIPT_TIMEOUT', {
          expected: '[Pp]assword:',
          seconds: 10,
          seen: 'boiler-room login: root',
        }),
      },
    }),
  ),
  console('menu', serialState(), press('Snippets')),
  console('snippets', serialState(), choose('Snippets', 'Edit snippets…')),
  console('scripts', serialState(), async (page) => {
    await choose('Snippets', 'Edit login scripts…')(page);
    await page.getByRole('button', { name: 'Edit Log in as root' }).click();
    await page.waitForTimeout(250);
  }),
  console('settings', serialState(), press('Settings of this console')),
  console('send-file', serialState(), choose('Files', 'Send files')),
  console('receive-file', serialState(), choose('Files', 'Receive files')),
  console('transfer', withTransfer({})),
  console(
    'transfer-consent',
    withTransfer({
      state: 'asking',
      question: { kind: 'start', direction: 'receive' },
      file: null,
    }),
  ),
  console(
    'transfer-wanted',
    withTransfer({
      state: 'asking',
      direction: 'send',
      protocol: 'ymodem',
      folder: null,
      question: { kind: 'start', direction: 'send' },
      file: null,
    }),
  ),
  console(
    'transfer-replace',
    withTransfer({
      state: 'asking',
      question: {
        kind: 'replace',
        name: 'config-backup.tar',
        bytes: 4_213_118,
        suggestedName: 'config-backup (2).tar',
      },
    }),
  ),
  console('transfer-done', {
    ...withTransfer({
      state: 'ended',
      end: 'completed',
      endedAt: shotAt - 4_000,
      summary: 'Two files were received.',
      files: [
        { name: 'config-backup.tar', bytes: 4_213_118, paddedBytes: 0, outcome: 'completed' },
        { name: 'notes.txt', bytes: 812, paddedBytes: 0, outcome: 'skipped' },
      ],
    }),
    info: { ...baseState().info, surface: 'browser' },
  }),
  console(
    'transfer-failed',
    withTransfer({
      state: 'ended',
      end: 'timeout',
      endedAt: shotAt - 4_000,
      summary: 'The device sent nothing for 60 s. Start its sender again, then receive again.',
    }),
  ),
  shot('serial-palette', hash, { state: serialState({ ports }) }, async (page) => {
    await drawn(page);
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(400);
    await page.keyboard.type('serial');
    await page.waitForTimeout(250);
  }),
];
