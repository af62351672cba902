import { describe, expect, test } from 'vitest';
import type { Bridge } from '#shared/bridge/contract.ts';
import type { ConsoleMark, ConsoleOutput, SerialConsole } from '#shared/bridge/serial-console.ts';
import { failure } from '#shared/errors/failure.ts';
import { ok } from '#shared/result.ts';
import {
  consoleName,
  cutWords,
  logWords,
  nextConsole,
  stateLine,
  tellsMore,
} from '../../../../../../renderer/features/serial/console/console-view.ts';
import { hitWords } from '../../../../../../renderer/features/serial/console/hit-words.ts';
import { plainText } from '../../../../../../renderer/features/serial/console/plain-text.ts';
import { wholeText } from '../../../../../../renderer/features/serial/console/whole-output.ts';
import { bytesToBase64 } from '../../../../../../renderer/features/serial/terminal/base64.ts';
import { baseState, shotAt } from '../../../../../e2e/screens/fixtures.ts';
import {
  boilerConsole,
  meterConsole,
  serialIds,
  serialState,
} from '../../../../../e2e/screens/serial-fixtures.ts';
import { createFakeBridge } from '../../../../../fakes/fake-bridge.ts';

describe('the state of a console in words', () => {
  test('open, with what the line is set to', () => {
    expect(stateLine(boilerConsole, shotAt)).toBe('open, 115200 8N1 at /dev/ttyUSB0');
  });

  test('waiting, and why', () => {
    expect(stateLine(meterConsole, shotAt)).toBe('waiting for the device, trying again in 4 s');
    const used = failure('SERIAL_IN_USE', { port: '/dev/ttyUSB1', program: 'picocom' });
    expect(stateLine({ ...meterConsole, failure: used }, shotAt)).toContain('in use by another program');
    expect(tellsMore({ state: 'waiting', failure: used })).toBe(true);
    const lost = failure('SERIAL_LINE_LOST', { port: '/dev/ttyUSB1' });
    expect(tellsMore({ state: 'waiting', failure: lost })).toBe(false);
    expect(tellsMore({ state: 'open', failure: used })).toBe(false);
  });

  test('the name is what the user gave, otherwise what the device says', () => {
    expect(consoleName(boilerConsole)).toBe('boiler room');
    expect(consoleName(meterConsole)).toContain('CP2102');
  });

  test('what was let go is said, nothing otherwise', () => {
    expect(cutWords(4_200_000)).toBe('4.2 MB before this were let go');
    expect(cutWords(0)).toBeNull();
  });
});

test('the next tab, round the ends; none when there is no other', () => {
  const tabs = ['a', 'b', 'c'].map((id) => ({ id }));
  expect(nextConsole(tabs, 'c')).toBe('a');
  expect(nextConsole(tabs, 'a', -1)).toBe('c');
  expect(nextConsole(tabs, null)).toBe('a');
  expect(nextConsole([{ id: 'a' }], 'a')).toBeNull();
  expect(nextConsole([{ id: 'a' }], null)).toBe('a');
  expect(nextConsole([], null)).toBeNull();
});

test('hits are counted as far as they are marked', () => {
  expect(hitWords('x', { index: 1, count: 14 })).toBe('2 of 14');
  expect(hitWords('x', { index: -1, count: 0 })).toBe('none');
  expect(hitWords('x', { index: -1, count: 1_000 })).toBe('1000+');
  expect(hitWords('', { index: -1, count: 0 })).toBe('');
});

describe('copy all', () => {
  test('colours, titles and cursor movements go, text and tabs stay', () => {
    expect(plainText('\u001b[1;31mred\u001b[0m\tx\r\n\u001b]0;title\u0007$ \u001b(B\u001bMok\u0007')).toBe(
      'red\tx\n$ ok',
    );
  });

  test('holds everything that is kept, also characters that two answers share', async () => {
    const text = `x${'ä'.repeat(530_000)}\r\n`;
    const state = baseState(serialState({ output: { [serialIds.boiler]: new TextEncoder().encode(text) } }));
    const result = await wholeText(createFakeBridge({ state }), serialIds.boiler);
    expect(result.ok && result.value === text.replace('\r\n', '\n')).toBe(true);
  });

  test('own input that was shown is in it, marked, also behind the last byte', async () => {
    const output = new TextEncoder().encode('> ok\r\n> ');
    const typed = (offset: number, text: string): ConsoleMark => ({
      ...{ offset, at: 0, kind: 'typed', own: { text, by: 'a screen' } },
    });
    const answer: ConsoleOutput = {
      ...{ from: 0, total: output.length, cutBefore: 0, base64: bytesToBase64(output) },
      marks: [typed(2, 'statsu\b \b\b \bus\r\n')],
      pending: [typed(output.length, 'reb')],
    };
    const bridge = { call: async () => ok(answer) } as unknown as Bridge;
    const result = await wholeText(bridge, serialIds.boiler);
    expect(result.ok && result.value).toBe('> [typed: status]\nok\n> [typed: reb]');
  });

  test('a host that is away is told', async () => {
    const bridge = createFakeBridge({
      state: baseState(),
      link: { state: 'lost', since: 0, nextTryAt: null },
    });
    expect(await wholeText(bridge, serialIds.boiler)).toMatchObject({ failure: { code: 'BRIDGE_CLOSED' } });
  });
});

test('the button of the log says how much is written, and that nothing is', () => {
  const log: NonNullable<SerialConsole['log']> = {
    options: { format: 'raw', ansi: 'keep', timestamps: false },
    ...{
      state: 'on',
      fileName: 'a.bin',
      folder: '~',
      startedAt: 0,
      files: 1,
      bytes: 4_200_000,
      failure: null,
    },
  } as const;
  expect(logWords(null)).toBe('Log…');
  expect(logWords(log)).toBe('Logging 4.2 MB');
  expect(logWords({ ...log, state: 'failed', bytes: null })).toBe('Log stopped');
});
