import { describe, expect, test } from 'vitest';
import { escapeRegex, fillIn, referencesIn, type VariableValue } from '#shared/recipes/template.ts';

const values = new Map<string, VariableValue>([
  ['user', { text: 'a.b{{user}}$&', secret: false, file: null }],
  ['password', { text: 'hunter2', secret: true, file: null }],
  ['image', { text: 'u.bin', secret: false, file: { name: 'u.bin', bytes: 256_000, crc32: 0xbeef } }],
]);

describe('fillIn', () => {
  test('puts values in as they are, once', () => {
    expect(fillIn('<{{user}}>', values).text).toBe('<a.b{{user}}$&>');
  });

  test('knows of a file its name, size and checksum as boot loaders print them', () => {
    expect(fillIn('{{image.name}} {{image.bytes}} {{image.hexBytes}} {{image.crc32}}', values).text).toBe(
      'u.bin 256000 3e800 0000beef',
    );
  });

  test('shows a secret masked and sends it as it is', () => {
    expect(fillIn('p={{password}}', values)).toEqual({ text: 'p=hunter2', shown: 'p=•••' });
  });

  test('leaves the variables of other programs alone', () => {
    expect(fillIn('crc32 $loadaddr {user} }}{{', values).text).toBe('crc32 $loadaddr {user} }}{{');
  });

  test('a value in an expression is found as it is, whatever it holds', () => {
    const source = fillIn('^{{user}}$', values, escapeRegex).text;
    expect(new RegExp(source).test('a.b{{user}}$&')).toBe(true);
    expect(new RegExp(source).test('axb{{user}}$&')).toBe(false);
  });
});

test('references are told with what they want of a file', () => {
  expect(referencesIn('{{a}} {{b.crc32}} {c} {{}}')).toEqual([
    { variable: 'a', fact: null },
    { variable: 'b', fact: 'crc32' },
    { variable: '', fact: null },
  ]);
});
