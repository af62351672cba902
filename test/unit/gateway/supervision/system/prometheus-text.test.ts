import { expect, test } from 'vitest';
import { metric, single } from '../../../../../electron/platform/metrics/prometheus-text.ts';

test('a family has help, type and a line for each sample', () => {
  expect(
    metric('up', 'gauge', 'Whether it runs.', [{ labels: { id: 'a', n: 1 }, value: 1 }, { value: 0 }]),
  ).toBe('# HELP up Whether it runs.\n# TYPE up gauge\nup{id="a",n="1"} 1\nup 0\n');
});

test('labels may hold anything', () => {
  expect(metric('m', 'counter', 'h', [{ labels: { id: 'a"b\\c\nd' }, value: 1 }])).toContain(
    'm{id="a\\"b\\\\c\\nd"} 1\n',
  );
});

test.each([
  [0.1, '0.1'],
  [1e21, '1e+21'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is written %s', (value, text) => {
  expect(single('m', 'gauge', 'h', value)).toContain(`\nm ${text}\n`);
});
