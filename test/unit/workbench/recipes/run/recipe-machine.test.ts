import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import type { VariableValue } from '#shared/recipes/template.ts';
import type { RunEvent, RunStep } from '../../../../../electron/workbench/recipes/run/machine.ts';
import { createRecipeMachine } from '../../../../../electron/workbench/recipes/run/recipe-machine.ts';
import { recipeOf } from '../../../../fakes/recipe-yaml.ts';

const values = new Map<string, VariableValue>([
  ['user', { text: 'root', secret: false, file: null }],
  ['password', { text: 'hunter2', secret: true, file: null }],
]);
const variables = [
  'variables:',
  '  - {name: user, label: User, kind: text}',
  '  - {name: password, label: Password, kind: secret}',
];

/** A machine with a clock, and everything that it said. */
function start(steps: readonly string[], options: { more?: string[]; stepByStep?: boolean } = {}) {
  const recipe = recipeOf(steps, [...variables, ...(options.more ?? [])]);
  const machine = createRecipeMachine({ recipe, values, stepByStep: options.stepByStep ?? false });
  const events: RunEvent[] = [];
  let sent = '';
  let deadlineMs: number | null = null;
  let nowMs = 1_000;
  const take = (step: RunStep) => {
    sent += Buffer.concat(step.send).toString('latin1');
    events.push(...step.events);
    ({ deadlineMs } = step);
  };
  take(machine.start(nowMs));
  return {
    machine,
    events,
    sent: () => sent,
    hear: (text: string) => take(machine.feed(Buffer.from(text, 'latin1'), nowMs)),
    answer: (answer: Parameters<typeof machine.answer>[0]) => take(machine.answer(answer, nowMs)),
    end: () => take(machine.end('stopped', failure('RECIPE_STOPPED'))),
    /** Until the next deadline, which has to be there. */
    wait() {
      if (deadlineMs === null) throw new Error('nothing to wait for');
      nowMs = deadlineMs;
      take(machine.tick(nowMs));
    },
    deadline: () => (deadlineMs === null ? null : deadlineMs - 1_000),
    ended: () => events.find((event) => event.type === 'ended'),
    path: () => events.flatMap((event) => (event.type === 'step-started' ? [event.index] : [])),
  };
}

describe('expect', () => {
  const expecting = (answers: string, way = '') =>
    `{do: expect, timeoutMs: 500, answers: [${answers}]${way}}`;

  test('goes on with what was found and leaves the rest to the next step', () => {
    const run = start([expecting('{text: "one"}'), expecting('{text: "two"}')]);
    run.hear('xxonetw');
    expect(run.path()).toEqual([0, 1]);
    run.hear('o');
    expect(run.ended()).toMatchObject({ outcome: 'completed', failure: null });
  });

  test('the answer that is complete first decides, not the first in the list', () => {
    const steps = [expecting('{text: "late", fail: L}, {text: "early", goto: end}')];
    const run = start(steps);
    run.hear('early late');
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('of two that are complete at once the first in the list decides', () => {
    const run = start([expecting('{regex: "==> [0-9]+$", fail: wrong}, {text: "==> 1", goto: end}')]);
    run.hear('==> 1');
    expect(run.ended()).toMatchObject({ failure: { code: 'RECIPE_FAILED', message: 'wrong' } });
  });

  test('an expression sees one line: its begin is the begin of a line', () => {
    const run = start([expecting('{regex: "^=> ?$"}')]);
    run.hear('crc32 ==> 12345678\r');
    expect(run.ended()).toBeUndefined();
    run.hear('\n=> ');
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('an expression can wait for the end of the line', () => {
    const run = start([expecting('{regex: "^size=12\\\\n"}, {regex: "^size=[0-9]*\\\\n", fail: wrong}')]);
    run.hear('size=12');
    expect(run.ended()).toBeUndefined();
    run.hear('\r');
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('a line that is too long has no begin', () => {
    const run = start([expecting('{regex: "^a{1000}$", fail: begin}, {text: "b"}')]);
    run.hear(`${'x'.repeat(100)}${'a'.repeat(2_000)}b`);
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('text beyond ASCII is found as its bytes', () => {
    const run = start([expecting('{text: "größe"}')]);
    run.hear(Buffer.from('größe', 'utf8').toString('latin1'));
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('an answer that never comes fails with what was waited for', () => {
    const run = start([expecting('{text: "=> "}, {regex: "login"}')]);
    run.hear('nothing of that');
    expect(run.deadline()).toBe(500);
    run.wait();
    expect(run.ended()).toMatchObject({
      outcome: 'failed',
      failure: { code: 'RECIPE_NO_ANSWER', context: { seconds: 0.5, expected: '"=> " or "login"' } },
    });
  });

  test('goes back so often as it may, and then fails with the cause', () => {
    const run = start([
      '{do: send, label: top, line: a}',
      expecting('{text: b}', ', onTimeout: {goto: top, atMost: 2}'),
    ]);
    for (let tries = 0; tries < 3; tries += 1) run.wait();
    expect(run.path()).toEqual([0, 1, 0, 1, 0, 1]);
    expect(run.ended()).toMatchObject({ outcome: 'failed', failure: { code: 'RECIPE_NO_ANSWER' } });
  });
});

describe('send', () => {
  test('a line ends as the recipe has it; a secret is sent but not told', () => {
    const run = start(['{do: send, line: "{{user}} {{password}}"}'], { more: ['line: {newline: crlf}'] });
    expect(run.sent()).toBe('root hunter2\r\n');
    expect(run.events).toContainEqual({ type: 'sent', shown: 'root •••\r\n' });
    expect(JSON.stringify(run.events)).not.toContain('hunter2');
  });

  test('bytes are sent as they are', () => {
    expect(start(['{do: send, bytes: "18 ff00"}']).sent()).toBe('\x18\xff\x00');
  });

  test('a slow board gets one character after the other', () => {
    const run = start(['{do: send, text: "abc", characterDelayMs: 10}', '{do: say, text: S}']);
    expect(run.sent()).toBe('a');
    run.wait();
    expect(run.sent()).toBe('ab');
    expect(run.path()).toEqual([0]);
    run.wait();
    expect([run.sent(), run.path()]).toEqual(['abc', [0, 1]]);
  });

  test('a fresh one forgets what was said before', () => {
    const run = start([
      '{do: confirm, question: Q}',
      '{do: send, text: a, fresh: true}',
      '{do: expect, timeoutMs: 500, answers: [{text: "=>"}]}',
    ]);
    run.hear('=>');
    run.answer({ to: 'confirm', yes: true });
    expect(run.ended()).toBeUndefined();
    run.hear('=>');
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('again and again until the answer comes, or the time is over', () => {
    const step = '{do: send-every, text: " ", everyMs: 100, timeoutMs: 350, until: [{text: "=>"}]}';
    const answered = start([step]);
    answered.wait();
    answered.hear('=>');
    expect([answered.sent(), answered.ended()?.outcome]).toEqual(['  ', 'completed']);
    const silent = start([step]);
    for (let at = 0; at < 4; at += 1) silent.wait();
    expect([silent.sent(), silent.ended()?.failure?.code]).toEqual(['    ', 'RECIPE_NO_ANSWER']);
  });
});

describe('wait', () => {
  test('for a time', () => {
    const run = start(['{do: wait, ms: 700}']);
    expect(run.deadline()).toBe(700);
    run.wait();
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('for silence: each byte begins it again, but not without end', () => {
    const run = start(['{do: wait, quietMs: 300, timeoutMs: 700}', '{do: wait, ms: 50}']);
    expect(run.deadline()).toBe(300);
    run.hear('x');
    expect(run.deadline()).toBe(300);
    run.wait();
    expect(run.path()).toEqual([0, 1]);
  });
});

describe('a person', () => {
  test('says yes, and it goes on', () => {
    const run = start(['{do: confirm, question: "Reset {{user}}?"}', '{do: send, text: a}']);
    expect(run.events.at(-1)).toEqual({
      type: 'asked',
      ask: { ask: 'confirm', question: 'Reset root?', yes: 'Continue', no: 'Stop' },
    });
    run.answer({ to: 'confirm', yes: true });
    expect(run.sent()).toBe('a');
  });

  test('says no, and the run ends without another byte but what leaves the board at its prompt', () => {
    const run = start(['{do: confirm, question: Q}', '{do: send, text: a}'], { more: ['leave: "\\x03"'] });
    run.answer({ to: 'confirm', yes: false });
    expect(run.sent()).toBe('\x03');
    expect(run.ended()).toMatchObject({ outcome: 'stopped', failure: { code: 'RECIPE_DECLINED' } });
  });

  test('says no where the recipe has another way', () => {
    const run = start([
      '{do: confirm, question: Q, onNo: {goto: last}}',
      '{do: send, text: a}',
      '{do: send, label: last, text: b}',
    ]);
    run.answer({ to: 'confirm', yes: false });
    expect([run.sent(), run.ended()?.outcome]).toEqual(['b', 'completed']);
  });

  test('is asked before each step when it goes step by step', () => {
    const run = start(['{do: send, text: a}', '{do: send, text: b}'], { stepByStep: true });
    expect(run.sent()).toBe('');
    run.answer({ to: 'next' });
    expect(run.sent()).toBe('a');
    run.answer({ to: 'confirm', yes: true });
    expect(run.sent()).toBe('a');
    run.answer({ to: 'next' });
    expect([run.sent(), run.ended()?.outcome]).toEqual(['ab', 'completed']);
  });
});

describe('what others do for it', () => {
  test('a transfer gets what was heard and not read; its failure has a way', () => {
    const run = start(
      [
        '{do: expect, timeoutMs: 500, answers: [{text: Ready}]}',
        '{do: transfer, direction: send, protocol: ymodem, file: image, onFailure: {goto: end}}',
      ],
      { more: ['  - {name: image, label: I, kind: file}'] },
    );
    run.hear('Ready\r\nC');
    const asked = run.events.at(-1);
    expect(asked).toMatchObject({ ask: { ask: 'send-file', protocol: 'ymodem', variable: 'image' } });
    expect(
      asked?.type === 'asked' && asked.ask.ask === 'send-file' && Buffer.from(asked.ask.heard).toString(),
    ).toBe('\r\nC');
    run.answer({ to: 'done', failure: failure('TRANSFER_NO_ANSWER') });
    expect(run.ended()).toMatchObject({ outcome: 'completed' });
  });

  test('a port that cannot set its lines ends the run', () => {
    const run = start(['{do: signals, dtr: false}', '{do: send, text: a}']);
    run.answer({ to: 'done', failure: failure('SERIAL_SIGNALS_REFUSED', { port: 'p', why: 'w' }) });
    expect([run.sent(), run.ended()?.failure?.code]).toEqual(['', 'SERIAL_SIGNALS_REFUSED']);
  });
});

test('whatever the step, it can be ended, once', () => {
  const steps = [
    '{do: confirm, question: Q}',
    '{do: expect, timeoutMs: 500, answers: [{text: a}]}',
    '{do: send-every, text: x, everyMs: 100, timeoutMs: 500, until: [{text: a}]}',
    '{do: wait, ms: 500}',
    '{do: send, text: abc, characterDelayMs: 10}',
    '{do: set-baud, baudRate: 9600}',
    '{do: break, ms: 100}',
  ];
  for (const step of steps) {
    const run = start([step], { more: ['leave: L'] });
    run.end();
    run.end();
    run.hear('a');
    expect(run.events.filter((event) => event.type === 'ended')).toHaveLength(1);
    expect(run.events).toContainEqual(expect.objectContaining({ type: 'step-ended', result: 'stopped' }));
    expect(run.sent().endsWith('L')).toBe(true);
    expect(run.deadline()).toBeNull();
  }
});

describe('however the bytes are cut', () => {
  const steps = [
    '{do: send-every, label: top, text: " ", everyMs: 100, timeoutMs: 1000, until: [{regex: "^=> ?$"}, {text: "panic", fail: P}]}',
    '{do: send, line: crc32}',
    '{do: expect, timeoutMs: 500, answers: [{text: "==> 1234abcd"}, {regex: "==> [0-9a-f]{8}$", goto: top, atMost: 2}, {text: Unknown}]}',
    '{do: expect, timeoutMs: 500, answers: [{regex: "=>"}, {text: "\\r\\n\\r\\n"}]}',
  ];
  const piece = fc.constantFrom(
    '=> ',
    '\r\n',
    '==> 1234abcd',
    '==> 00000000',
    '=',
    '>',
    'Unknown',
    'panic',
    'U-Boot',
    ' ',
    '1',
  );

  test('the run is the same', () => {
    const run = (chunks: readonly string[]) => {
      const started = start(steps);
      for (const chunk of chunks) started.hear(chunk);
      return { events: started.events, sent: started.sent(), deadline: started.deadline() };
    };
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (pieces, cuts) => {
          const all = pieces.join('');
          const chunks: string[] = [];
          for (let at = 0, turn = 0; at < all.length; turn += 1) {
            const length = cuts[turn % cuts.length] ?? 1;
            chunks.push(all.slice(at, at + length));
            at += length;
          }
          expect(run(chunks)).toEqual(run([all]));
        },
      ),
      { numRuns: 200 },
    );
  });
});
