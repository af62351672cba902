import { expect, test } from 'vitest';
import { createLogger, secretFields } from '../../../../electron/platform/logging/logger.ts';

test.each(secretFields)('%s never reaches a log', (field) => {
  const lines: string[] = [];
  const log = createLogger({ name: 'test' }, { write: (line) => void lines.push(line) });
  const secret = 'do-not-tell';
  log.info({ [field]: secret, a: { [field]: secret }, b: { c: { [field]: secret } } }, 'an event');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('').match(/\[redacted\]/g)).toHaveLength(3);
});

test('an event is one line of JSON with an ISO time', () => {
  const lines: string[] = [];
  const log = createLogger({ name: 'test' }, { write: (line) => void lines.push(line) });
  log.warn({ error: new Error('two\nlines') }, 'failed');
  expect(lines).toHaveLength(1);
  const event = JSON.parse(lines[0] ?? '');
  expect(event).toMatchObject({ name: 'test', msg: 'failed', error: { message: 'two\nlines' } });
  expect(new Date(event.time).toISOString()).toBe(event.time);
});
