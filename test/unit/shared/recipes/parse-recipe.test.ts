import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecipe } from '#shared/recipes/parse-recipe.ts';
import { recipeLimits } from '#shared/recipes/recipe.ts';

const head = `format: 1
title: T
description: D
boards: [Any]
warnings: []
`;
const steps = (...lines: string[]): string =>
  `${head}steps:\n${lines.map((line) => `  - ${line}\n`).join('')}`;

/** `line:column message` of each complaint. */
function complaints(text: string): string[] {
  const parsed = parseRecipe(text);
  return parsed.ok
    ? []
    : parsed.complaints.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a recipe that can be run', () => {
  test('has the defaults filled in', () => {
    const parsed = parseRecipe(steps('{do: send, line: help}'));
    expect(parsed).toMatchObject({
      ok: true,
      recipe: {
        line: {
          baudRate: 115_200,
          dataBits: 8,
          parity: 'none',
          stopBits: 1,
          flowControl: 'none',
          newline: 'cr',
        },
        variables: [],
        steps: [{ do: 'send', line: 'help', characterDelayMs: 0, fresh: false }],
      },
    });
  });

  test("has YAML's escapes in its texts", () => {
    const parsed = parseRecipe(steps('{do: send, text: "\\x03a\\r"}'));
    expect(parsed.ok && parsed.recipe.steps[0]).toMatchObject({ text: '\x03a\r' });
  });
});

describe('what is wrong is told with its place', () => {
  const rows: [name: string, text: string, complaint: string | RegExp][] = [
    ['a name that is not known', steps('{do: send, line: a, delay: 3}'), '7:25 "delay" is not known here.'],
    [
      'a name that is not known, at the top',
      `${head}extra: 1\nsteps: [{do: say, text: a}]\n`,
      '6:1 "extra" is not known here.',
    ],
    ['something missing', steps('{do: expect, answers: [{text: a}]}'), '7:5 "timeoutMs" is missing.'],
    ['another kind of step', steps('{do: dance}'), /^7:10 "do" is one of: expect, send, send-every/],
    ['a step without a kind', steps('{line: a}'), /^7:5 "do" is one of: expect/],
    ['a wrong type', steps('{do: wait, ms: soon}'), /^7:20 "ms": /],
    [
      'two ways in one',
      steps('{do: send, line: a, text: b}'),
      '7:5 Entry 1 of "steps": say one of "line", "text" and "bytes".',
    ],
    ['no way in one', steps('{do: send}'), '7:5 Entry 1 of "steps": say one of "line", "text" and "bytes".'],
    [
      'an answer with two',
      steps('{do: expect, timeoutMs: 100, answers: [{text: a, regex: b}]}'),
      /say either "text" or "regex"/,
    ],
    [
      'odd hexadecimal',
      steps('{do: send, bytes: "1 22"}'),
      /^7:23 "bytes": bytes are pairs of hexadecimal digits/,
    ],
    [
      'a name where the protocol carries none',
      steps('{do: transfer, direction: send, protocol: xmodem, file: image, sendAs: a.img}'),
      /"sendAs" is for sending by ymodem or zmodem/,
    ],
    ['broken YAML', `${head}steps: [`, /^6:9 /],
    ['a key twice', `${head}title: again\nsteps: [{do: say, text: a}]\n`, /^6:1 Map keys must be unique/],
    ['two documents', `${steps('{do: say, text: a}')}---\na: 1\n`, /multiple documents/],
    ['an unknown tag', steps('{do: say, text: !secret a}'), /^7:21 /],
    [
      'an alias',
      steps('{do: say, text: &a b}', '{do: say, text: *a}'),
      '8:21 Aliases (*name) are not used in recipes.',
    ],
    ['nothing', '', '1:1 The recipe: Invalid input: expected object, received null.'],
  ];
  test.each(rows)('%s', (_name, text, complaint) => {
    const [first] = complaints(text);
    if (typeof complaint === 'string') expect(first).toBe(complaint);
    else expect(first).toMatch(complaint);
  });

  test('a file that is too large is not read', () => {
    expect(complaints(`${head}# ${'x'.repeat(recipeLimits.fileBytes)}`)).toEqual([
      '1:1 A recipe has at most 65536 bytes.',
    ]);
  });

  test('too many steps are refused', () => {
    const many = Array.from({ length: recipeLimits.steps + 1 }, () => '{do: say, text: a}');
    expect(complaints(steps(...many))[0]).toMatch(/^7:3 "steps": Too big/);
  });

  test('aliases that multiply do not eat the memory', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [at, name] of [...'bcdefghi'].entries()) {
      const before = 'abcdefghi'[at];
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
    }
    expect(complaints(lines.join('\n'))).toEqual(['2:8 Aliases (*name) are not used in recipes.']);
  });

  test('brackets without end do not overflow the stack', () => {
    const deep = '1:1 It is nested too deeply to be read.';
    expect(complaints('['.repeat(60_000))).toEqual([deep]);
    expect(complaints(`${head}steps: ${'{a: '.repeat(10_000)}`)).toEqual([deep]);
    expect(complaints('- '.repeat(8_000)).length).toBeGreaterThan(0);
  });

  test('names of the prototype are names like any other', () => {
    expect(complaints(`${head}__proto__: {steps: 1}\nsteps: [{do: say, text: a}]`)).toEqual([
      '6:1 "__proto__" is not known here.',
    ]);
  });
});

describe('whatever the text is', () => {
  const valid = steps(
    '{do: expect, label: a, timeoutMs: 100, answers: [{regex: "^=> $"}], onTimeout: {goto: a, atMost: 2}}',
    '{do: send-every, text: " ", everyMs: 100, timeoutMs: 1000, until: [{text: x}]}',
    '{do: confirm, question: Really?}',
  );
  const holds = (text: string) => {
    const parsed = parseRecipe(text);
    if (parsed.ok) return;
    const lines = text.split('\n').length;
    expect(parsed.complaints.length).toBeGreaterThan(0);
    for (const { line, column, message } of parsed.complaints) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines + 1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
    }
  };

  test('the parser answers with a recipe or with complaints that have a place', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 60 });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => holds(JSON.stringify(value))),
      { numRuns: 60 },
    );
  });

  test('the same of a recipe in which a piece is changed', () => {
    const change = fc.tuple(
      fc.nat(valid.length),
      fc.nat(12),
      fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('*a', '&a ', '{', ']', '\n', '- ', '{{x}}', '"', ': '),
      ),
    );
    fc.assert(
      fc.property(change, ([at, cut, put]) => holds(valid.slice(0, at) + put + valid.slice(at + cut))),
      { numRuns: 150 },
    );
  });
});
