import { describe, expect, test } from 'vitest';
import { createConsoleTerminal } from '../../../../../../renderer/features/serial/terminal/create-terminal.ts';
import type { OutputPart } from '../../../../../../renderer/features/serial/terminal/output-parts.ts';

const encoder = new TextEncoder();

/** The real terminal without a page: its parser and its lines are what matters here. */
function setUp(liveFrom = 0) {
  const typed: string[] = [];
  const console = createConsoleTerminal({
    fontFamily: 'monospace',
    onTyped: (data) => typed.push(data),
    onBinary: () => {},
    onKey: () => {},
    onRender: () => {},
    liveFrom: () => liveFrom,
  });
  let offset = 0;
  const send = (text: string, at: number) => {
    const bytes = encoder.encode(text);
    const part: OutputPart = { kind: 'bytes', offset, at, bytes };
    offset += bytes.length;
    return console.take(part);
  };
  const { active } = console.terminal.buffer;
  const lines = () =>
    Array.from({ length: active.length }, (_, line) => active.getLine(line)?.translateToString(true) ?? '');
  const timeOf = (text: string) => console.times.timeOf(lines().indexOf(text));
  return { console, send, lines, timeOf, typed };
}

describe('times of lines', () => {
  test('a line has the time of its first byte, also when its end came later', async () => {
    const { send, timeOf } = setUp();
    await send('one\r\ntw', 10);
    await send('o\r\n', 20);
    await send('three\r\n', 30);
    expect([timeOf('one'), timeOf('two'), timeOf('three')]).toEqual([10, 10, 30]);
  });

  test('the beginning of a line that is still empty has none', async () => {
    const { send, console } = setUp();
    await send('one\r\n', 10);
    expect(console.times.timeOf(1)).toBeNull();
    await send('two', 40);
    expect(console.times.timeOf(1)).toBe(40);
  });

  test('they stay with their lines when old lines fall off the top, as in a flood', async () => {
    const { send, console, lines, timeOf } = setUp();
    const perPiece = 1_000;
    for (let piece = 0; piece < 14; piece++) {
      const numbers = Array.from({ length: perPiece }, (_, n) => piece * perPiece + n);
      await send(numbers.map((n) => `${n}\r\n`).join(''), piece);
    }
    expect(lines()[0]).not.toBe('0');
    expect([5_500, 9_999, 13_999].map((n) => timeOf(String(n)))).toEqual([5, 9, 13]);
    expect(console.times.lastLine()).toBe(14_000);
  });

  test('an editor on its own screen does not disturb them', async () => {
    const { send, timeOf } = setUp();
    await send('before\r\n', 1);
    await send('\u001b[?1049h\u001b[2Jediting\r\n\r\n\r\n', 2);
    await send('\u001b[?1049l', 3);
    await send('after\r\n', 4);
    expect([timeOf('before'), timeOf('after')]).toEqual([1, 4]);
  });
});

describe('what happened to the line', () => {
  test('stands on a line of its own', async () => {
    const { console, send, lines } = setUp();
    await console.take({ kind: 'mark', mark: { offset: 0, at: 0, kind: 'opened' } });
    await send('login: ', 5);
    await console.take({ kind: 'mark', mark: { offset: 7, at: 0, kind: 'lost' } });
    await console.take({ kind: 'cut', bytes: 4_200_000 });
    const [opened, login, lost, cut] = lines();
    expect(opened).toMatch(/^── .* port opened ──$/);
    expect(login).toBe('login: ');
    expect(lost).toMatch(/^── .* device gone, waiting for it ──$/);
    expect(cut).toBe('── 4.2 MB before this were let go ──');
  });
});

describe('questions of the device', () => {
  const questions = '\u001b[6n\u001b[c\u001b[>c\u001b[5n\u001b[?25$p\u001bP$qm\u001b\\';

  test('are answered when they come', async () => {
    const { send, typed } = setUp();
    await send(questions, 1);
    expect(typed.join('')).toContain('R');
    expect(typed.length).toBeGreaterThanOrEqual(4);
  });

  test('are not answered again when old output is drawn, nor too early or too late', async () => {
    const { send, typed } = setUp(encoder.encode(questions).length);
    await send(questions, 1);
    expect(typed).toEqual([]);
    await send('\u001b[6n', 2);
    expect(typed).toHaveLength(1);
  });
});
