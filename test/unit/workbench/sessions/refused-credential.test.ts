import { expect, test } from 'vitest';
import { credentialRefused } from '../../../../electron/workbench/sessions/refused-credential.ts';

const error = (text: string) => JSON.stringify({ success: false, error: text });
const api = '/api/v1/system/resources';

test.each([
  ['no session at the system API', '/system/backup', 403, 'Forbidden', undefined, true],
  ['the same with 401', '/session', 401, '', undefined, true],
  ['an account that may not', '/system/upgrade', 403, 'no', 'ADMINISTRATOR_NEEDED', false],
  ['our gateway without a session', '/system/jobs', 403, 'Forbidden', 'SESSION_MISSING', true],
  ['our gateway with a dead key', api, 401, error('x'), 'KEY_INVALID', true],
  ['our gateway with a weak key', api, 403, error('x'), 'KEY_TOO_WEAK', false],
  ['a weak key elsewhere', api, 403, error('Permission denied'), undefined, false],
  ['a dead key elsewhere', api, 401, error('Invalid API key'), undefined, true],
  ['an invalid licence', '/api/v1/license/validate', 401, error('Invalid license key'), undefined, false],
  ['expired updates', '/api/v1/system/updates/apply', 403, error('Updates expired.'), undefined, false],
  ['a proxy in front of it', api, 403, '<html>Log in</html>', undefined, true],
  ['an answer', api, 200, '{}', undefined, false],
  ['a failure', api, 500, 'x', undefined, false],
])('%s', (_name, path, status, text, code, refused) => {
  const headers: Record<string, string> = code === undefined ? {} : { 'x-error-code': code };
  expect(credentialRefused(path, { status, headers, text })).toBe(refused);
});
