import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTerminal } from '../../../../../electron/gateway/supervision/console/terminal.ts';
import { toLines, toTable } from '../../../../../electron/gateway/supervision/console/to-lines.ts';
import { eventually } from '../../../../fakes/eventually.ts';

function terminalOf(idleMs = 60_000) {
  let shown = '';
  const terminal = createTerminal({
    write(text) {
      shown += text;
    },
    idleMs,
  });
  return { terminal, shown: () => shown, types: (text: string) => terminal.feed(Buffer.from(text)) };
}

const manyLines = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n');

test('what was typed ahead is read by whoever asks next', async () => {
  const { terminal, types } = terminalOf();
  types('one\rtwo\r');
  expect(await terminal.readLine('> ')).toEqual({ type: 'line', text: 'one' });
  expect(await terminal.readLine('> ')).toEqual({ type: 'line', text: 'two' });
});

test('long text stops at each page and goes on at a key', async () => {
  const { terminal, shown, types } = terminalOf();
  const printed = terminal.print(manyLines);
  expect(shown()).toContain('line 22\r\n-- more');
  types(' ');
  await eventually(shown).toContain('line 45\r\n-- more');
  types(' ');
  await printed;
  expect(shown()).toContain('line 59\r\n');
});

test('q ends it', async () => {
  const { terminal, shown, types } = terminalOf();
  const printed = terminal.print(manyLines);
  types('q');
  await printed;
  expect(shown()).not.toContain('line 23');
});

test('a terminal that goes away ends what waits for it', async () => {
  const { terminal } = terminalOf();
  const read = terminal.readLine('> ');
  terminal.close();
  expect(await read).toEqual({ type: 'closed' });
  expect(await terminal.readLine('> ')).toEqual({ type: 'closed' });
});

test('nobody types: the read ends', async () => {
  const { terminal } = terminalOf(10);
  expect(await terminal.readLine('> ')).toEqual({ type: 'idle' });
});

test('no line is wider than the terminal, and nothing reaches it as a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      for (const line of toLines(text)) {
        expect(line.length).toBeLessThanOrEqual(80);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }),
  );
});

test('long lines break at spaces and are indented', () => {
  expect(toLines(`${'word '.repeat(20)}end`)).toEqual([
    `${'word '.repeat(15)}word`,
    '  word word word word end',
  ]);
});

test('columns stand under one another', () => {
  expect(
    toTable([
      ['ID', 'STATE'],
      ['plc-1', 'running'],
      ['x', ''],
    ]),
  ).toBe('ID     STATE\nplc-1  running\nx');
});

test('typed ahead is bounded', async () => {
  const { terminal, types } = terminalOf();
  types(`${'x\r'.repeat(600)}`);
  for (let read = 0; read < 512; read += 1) await terminal.readLine('> ');
  const rest = terminal.readLine('> ');
  types('y\r');
  expect(await rest).toEqual({ type: 'line', text: 'y' });
});

test('a patient reader is not asked to hurry', async () => {
  const [patient, hasty] = [terminalOf(1), terminalOf(1)];
  const name = patient.terminal.readLine('login: ', { patient: true });
  expect(await hasty.terminal.readLine('> ')).toEqual({ type: 'idle' });
  patient.types('admin\r');
  expect(await name).toEqual({ type: 'line', text: 'admin' });
});
