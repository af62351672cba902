import { expect, test } from 'vitest';
import { jsonataTrouble } from '../../../../../electron/gateway/supervision/logics/jsonata-trouble.ts';
import { scheduleTrouble } from '../../../../../electron/gateway/supervision/logics/schedule.ts';

test.each([
  ['*/5 * * * *', undefined, null],
  ['0 0 3 * * 1', 'Europe/Zurich', null],
  ['0 3 * * *', '', null],
  ['@daily', undefined, /five or six/],
  ['0 0 0 1 1 * 2030', undefined, /five or six/],
  ['61 * * * *', undefined, /./],
  ['every day at noon please', undefined, /./],
  ['0 0 31 2 *', undefined, /no such time/],
  ['0 3 * * *', 'Mars/Olympus', /./],
])('%s in %s', (cron, timeZone, trouble) => {
  const found = scheduleTrouble({ on: 'schedule', cron, ...(timeZone !== undefined && { timeZone }) });
  if (trouble === null) expect(found).toBeNull();
  else expect(found).toMatch(trouble);
});

test.each([
  ['value * 2', null],
  ['{ "a": b > 1 ? c }', null],
  ['value *', /character/],
  ['"open', /./],
  [`${'('.repeat(100_000)}1`, /./],
])('JSONata: %.20s', (source, trouble) => {
  const found = jsonataTrouble(source);
  if (trouble === null) expect(found).toBeNull();
  else expect(found).toMatch(trouble);
});
