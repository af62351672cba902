import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createLineEditor,
  type Typed,
} from '../../../../../electron/gateway/supervision/console/line-editor.ts';

function typed(editor: ReturnType<typeof createLineEditor>, text: string, { secret = false } = {}) {
  let output = '';
  const done: Typed[] = [];
  editor.begin({ prompt: '> ', secret });
  for (const octet of Buffer.from(text)) {
    const step = editor.feed(octet);
    output += step.output;
    if (step.done === null) continue;
    done.push(step.done);
    editor.begin({ prompt: '> ', secret });
  }
  return { output, done };
}

const lines = (text: string) =>
  typed(createLineEditor(), text).done.map((done) => (done.type === 'line' ? done.text : done.type));

test('CR, LF and CR LF end a line, once', () => {
  expect(lines('one\rtwo\nthree\r\nfour\r')).toEqual(['one', 'two', 'three', 'four']);
});

test('backspace and delete take back, Ctrl-U everything', () => {
  expect(lines('staz\x7ftus\r')).toEqual(['status']);
  expect(lines('x\x08\x08\x08y\r')).toEqual(['y']);
  expect(lines('nonsense\x15help\r')).toEqual(['help']);
  expect(typed(createLineEditor(), 'ab\x7f').output).toBe('ab\b \b');
});

test('Ctrl-C gives the line up, Ctrl-D leaves only an empty one', () => {
  expect(lines('reboot\x03\x04')).toEqual(['interrupt', 'end']);
  expect(lines('a\x04b\r')).toEqual(['ab']);
});

test('the arrows bring earlier lines back, secrets are not among them', () => {
  const editor = createLineEditor();
  typed(editor, 'first\rsecond\r');
  typed(editor, 'hidden\r', { secret: true });
  const { done } = typed(editor, '\x1b[A\x1b[A\x1b[B!\r');
  expect(done).toEqual([{ type: 'line', text: 'second!' }]);
});

test('a secret is not shown, however it is typed', () => {
  const { output, done } = typed(createLineEditor(), 'pa\x7fass\x1b[A\r', { secret: true });
  expect(output).toBe('\r\n');
  expect(done).toEqual([{ type: 'line', text: 'pass' }]);
});

test('letters outside ASCII come in pieces and stay whole', () => {
  expect(lines('Kesselh\u00e4user\x7f\x7f\x7f\x7f\x7f\u00e4\r')).toEqual([
    'Kesselh\u00e4'.replace('\u00e4', '\u00e4'),
  ]);
});

test('nothing that is typed breaks it or makes a line longer than it may be', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (octets) => {
      const editor = createLineEditor();
      editor.begin({ prompt: '> ', secret: false });
      for (const octet of octets) {
        const { done } = editor.feed(octet);
        if (done?.type === 'line') expect(done.text.length).toBeLessThanOrEqual(501);
        if (done !== null) editor.begin({ prompt: '> ', secret: false });
      }
    }),
  );
});
