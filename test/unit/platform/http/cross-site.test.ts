import { expect, test } from 'vitest';
import { isCrossSite } from '../../../../electron/platform/http/cross-site.ts';
import { readCookie } from '../../../../electron/platform/http/read-cookie.ts';

const host = '10.0.0.7:8480';

test.each([
  [{ host }, false],
  [{ host, 'sec-fetch-site': 'none' }, false],
  [{ host, 'sec-fetch-site': 'same-origin', origin: `http://${host}` }, false],
  [{ host, origin: `https://${host}` }, false],
  [{ host, 'sec-fetch-site': 'same-site' }, true],
  [{ host, 'sec-fetch-site': 'cross-site' }, true],
  [{ host, origin: 'http://10.0.0.7' }, true],
  [{ host, origin: 'null' }, true],
  [{ host, 'sec-fetch-site': 'none', origin: 'http://evil.example' }, true],
])('%o is of another site: %s', (headers, expected) => {
  expect(isCrossSite(headers)).toBe(expected);
});

test.each([
  [undefined, null],
  ['', null],
  ['A=1', '1'],
  ['B=2; A=1', '1'],
  ['A=1; A=2', '1'],
  ['XA=1', null],
  [' A = 1 ', '1'],
  ['A', null],
  ['A==x', '=x'],
])('the cookie A of %j is %j', (header, value) => {
  expect(readCookie(header, 'A')).toBe(value);
});
