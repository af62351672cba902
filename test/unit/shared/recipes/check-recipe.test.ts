import { describe, expect, test } from 'vitest';
import { parseRecipe } from '#shared/recipes/parse-recipe.ts';

const variables = `variables:
  - {name: image, label: Image, kind: file}
  - {name: user, label: User, kind: text}
  - {name: rate, label: Rate, kind: number}
  - {name: secret, label: Secret, kind: secret}
`;

/** Complaints about a recipe with these steps, with the number of the step instead of the line. */
function complaints(...steps: string[]): string[] {
  const head = `format: 1\ntitle: T\ndescription: D\nboards: [Any]\nwarnings: []\n${variables}steps:\n`;
  const parsed = parseRecipe(head + steps.map((step) => `  - ${step}\n`).join(''));
  const before = head.split('\n').length - 1;
  return parsed.ok ? [] : parsed.complaints.map(({ line, message }) => `${line - before}: ${message}`);
}

describe('names that lead nowhere', () => {
  test.each([
    ['{do: send, line: "a {{nobody}}"}', '1: There is no variable "nobody".'],
    ['{do: say, text: "{{}}"}', '1: There is no variable "".'],
    ['{do: say, title: "{{nobody}}", text: a}', '1: There is no variable "nobody".'],
    ['{do: expect, timeoutMs: 100, answers: [{text: "{{nobody}}"}]}', '1: There is no variable "nobody".'],
    [
      '{do: send-every, text: a, everyMs: 50, timeoutMs: 100, until: [{regex: "{{nobody}}"}]}',
      '1: There is no variable "nobody".',
    ],
    [
      '{do: transfer, direction: send, protocol: ymodem, file: user}',
      '1: There is no variable "user" of kind "file".',
    ],
    ['{do: set-baud, baudRate: "{{user}}"}', '1: There is no variable of kind "number" for {{user}}.'],
    ['{do: confirm, question: a, onNo: {goto: nowhere}}', '1: There is no label "nowhere".'],
    ['{do: goto, to: nowhere}', '1: There is no label "nowhere".'],
    ['{do: say, text: "{{user.crc32}}"}', '1: "user" is no file and has no "crc32".'],
    [
      '{do: say, text: "{{image.sha1}}"}',
      '1: Of a file, say which: {{image.name}}, {{image.bytes}}, {{image.hexBytes}}, {{image.crc32}}.',
    ],
    [
      '{do: send, line: "{{image}}"}',
      '1: Of a file, say which: {{image.name}}, {{image.bytes}}, {{image.hexBytes}}, {{image.crc32}}.',
    ],
  ])('%s', (step, complaint) => {
    expect(complaints(step)).toEqual([complaint]);
  });

  test('each use of them that is right is accepted', () => {
    expect(
      complaints(
        '{do: send, line: "{{user}} {{secret}} {{image.name}}"}',
        '{do: expect, timeoutMs: 100, answers: [{regex: "^{{user}} {{image.crc32}}"}]}',
        '{do: set-baud, baudRate: "{{rate}}"}',
        '{do: transfer, direction: send, protocol: ymodem, file: image, onFailure: {goto: end}}',
      ),
    ).toEqual([]);
  });
});

describe('secrets', () => {
  const refused = '1: "secret" is a secret: it can be sent, not shown or waited for.';
  test.each([
    '{do: say, text: "{{secret}}"}',
    '{do: say, title: "{{secret}}", text: a}',
    '{do: confirm, question: "{{secret}}"}',
    '{do: expect, timeoutMs: 100, answers: [{text: "{{secret}}"}]}',
    '{do: transfer, direction: receive, protocol: ymodem, saveAs: "{{secret}}"}',
  ])('are not shown: %s', (step) => {
    expect(complaints(step)).toEqual([refused]);
  });
});

describe('ways', () => {
  const back = (way: string) => `{do: expect, timeoutMs: 100, answers: [{text: a}], onTimeout: ${way}}`;

  test('a way back without a bound could be gone for ever', () => {
    const endless = '1: From here it can go round for ever: give the "goto" back an "atMost".';
    expect(complaints('{do: say, label: top, text: a}', back('{goto: top}'))).toEqual([endless]);
    expect(complaints('{do: say, label: top, text: a}', back('{goto: top, atMost: 3}'))).toEqual([]);
    expect(complaints('{do: goto, label: top, to: top}')).toEqual([endless]);
  });

  test('a loop over several steps is found, too', () => {
    expect(
      complaints(
        '{do: confirm, question: a, onNo: {goto: b}}',
        '{do: goto, label: a, to: b}',
        '{do: confirm, label: b, question: b, onNo: {goto: a}}',
      ),
    ).toEqual(['3: From here it can go round for ever: give the "goto" back an "atMost".']);
  });

  test('a step that no way reaches is a mistake', () => {
    expect(
      complaints('{do: goto, to: last}', '{do: say, text: a}', '{do: say, label: last, text: b}'),
    ).toEqual(['2: This step is never reached.']);
    expect(
      complaints('{do: expect, timeoutMs: 100, answers: [{text: a, fail: b}]}', '{do: say, text: a}'),
    ).toEqual(['2: This step is never reached.']);
  });

  test('labels and variables are there once, and "end" is not for steps', () => {
    expect(complaints('{do: say, label: a, text: a}', '{do: say, label: a, text: b}')).toEqual([
      '2: The label "a" is there twice.',
    ]);
    expect(complaints('{do: say, label: end, text: a}')).toEqual([
      '1: "end" is the place behind the last step.',
    ]);
  });
});

describe('expressions', () => {
  const expecting = (regex: string) =>
    complaints(`{do: expect, timeoutMs: 100, answers: [{regex: ${JSON.stringify(regex)}}]}`);

  test.each(['(a+)+', '(?:a|b)*', '(a*){2,}', '((?:a?)b)+', '(?:(a+)b)*c', '(.)\\1+(?:\\1)*', '(a|a){9}'])(
    '%s can take for ever',
    (regex) => {
      expect(expecting(regex)).toEqual([expect.stringMatching(/that can take for ever\.$/)]);
    },
  );

  test.each([
    '^=> ?$',
    '(?:ab)+',
    '[(a+)|]+',
    '(?:a|b)?c',
    '(?<=a)b+',
    '\\(a+\\)+',
    'a{2,3}b+',
    '(login|Login): ?$',
  ])('%s can be used', (regex) => {
    expect(expecting(regex)).toEqual([]);
  });

  test('one that is none, and one that bytes cannot be matched with, is refused', () => {
    expect(expecting('(a')).toEqual(['1: "(a" is not a regular expression.']);
    expect(expecting('größe')).toEqual([
      '1: An expression has ASCII characters only; use "text" for others.',
    ]);
  });
});
