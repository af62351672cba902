import type { FastifyInstance } from 'fastify';
import { expect, expectTypeOf, test } from 'vitest';
import type { Handlers } from '../../../../../electron/gateway/supervision/http/call.ts';
import { failureAnswer } from '../../../../../electron/gateway/supervision/http/failure-answer.ts';
import type { registerCalls } from '../../../../../electron/gateway/supervision/http/register-calls.ts';
import { failure } from '../../../../../shared/errors/failure.ts';
import { gatewayApi } from '../../../../../shared/gateway-api/contract.ts';

/** Checked by the compiler only: nothing here runs. */
function misuse(register: typeof registerCalls, app: FastifyInstance, handlers: Handlers, options: never) {
  const { backup, ...withoutBackup } = handlers;
  // @ts-expect-error a row without a handler
  register(app, withoutBackup, options);
  // @ts-expect-error a handler that the table does not know
  register(app, { ...handlers, selfDestruct: backup }, options);
  // @ts-expect-error an answer that the row does not have
  const status: Handlers['jobs'] = () => ({ status: 418, body: { jobs: [] } });
  // @ts-expect-error a body that does not fit the answer
  const body: Handlers['jobs'] = () => ({ status: 200, body: { jobs: 'none' } });
  // @ts-expect-error an upload where the row has none
  const upload: Handlers['jobs'] = ({ receive }) => receive('/tmp/x');
  return { status, body, upload };
}

test('handlers get what their row declares', () => {
  expect(misuse).toBeTypeOf('function');
  expectTypeOf<Parameters<Handlers['login']>[0]['body']>().toEqualTypeOf<{
    username: string;
    password: string;
  }>();
  expectTypeOf<Parameters<Handlers['job']>[0]['params']>().toEqualTypeOf<{ id: string }>();
  expectTypeOf<Parameters<Handlers['jobs']>[0]['params']>().toEqualTypeOf<undefined>();
  expectTypeOf<null>().toExtend<Parameters<Handlers['capabilities']>[0]['session']>();
  expectTypeOf<null>().not.toExtend<Parameters<Handlers['jobs']>[0]['session']>();
});

test.each([
  [gatewayApi.upgrade, failure('DISK_FULL', { doing: 'x' }), 500, 'text/plain'],
  [gatewayApi.restore, failure('DISK_FULL', { doing: 'x' }), 500, 'application/json'],
  [gatewayApi.session, failure('SESSION_MISSING'), 401, 'application/json'],
  [gatewayApi.jobs, failure('SESSION_MISSING'), 403, 'text/plain'],
  [gatewayApi.job, failure('NOT_FOUND', { what: 'x' }), 404, 'application/json'],
  [gatewayApi.snapshotDownload, failure('NOT_FOUND', { what: 'x' }), 404, 'text/plain'],
  [gatewayApi.upgrade, failure('NOT_FOUND', { what: 'x' }), 500, 'text/plain'],
  [gatewayApi.login, failure('LOGIN_LOCKED', { seconds: 1 }), 429, 'application/json'],
  [undefined, failure('SESSION_MISSING'), 403, 'text/plain'],
  [undefined, failure('GATEWAY_INTERNAL'), 500, 'application/json'],
] as const)('the row decides status and form of a failure (%#)', (endpoint, failed, status, contentType) => {
  const answer = failureAnswer(endpoint, failed);
  expect(answer.status).toBe(status);
  expect(answer.contentType).toContain(contentType);
  expect(answer.headers['x-error-code']).toBe(failed.code);
});
