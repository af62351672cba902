import helmet from '@fastify/helmet';
import fastify from 'fastify';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from '../../../../electron/platform/http/http-server.ts';
import { securityHeaders } from '../../../../electron/platform/http/security-headers.ts';
import { serverLimits } from '../../../../electron/platform/http/server-limits.ts';

test.each([false, true])('the table is what helmet itself would send, hsts %s', async (hsts) => {
  const app = fastify();
  onTestFinished(() => app.close());
  const plain = fastify();
  onTestFinished(() => plain.close());
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } },
    hsts,
  });
  for (const each of [app, plain]) each.get('/', async () => 'hello');
  const { headers } = await app.inject('/');
  const without = (await plain.inject('/')).headers;
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in without)));
  expect(securityHeaders({ hsts })).toEqual(own);
});

test('every answer has them, also for a path that is not there, and a row may bring a policy of its own', async () => {
  const app = await createHttpServer({
    limits: serverLimits,
    log: pino({ level: 'silent' }),
    onBadRequest: (_request, reply) => void reply.code(400).send(),
  });
  onTestFinished(() => app.close());
  app.get('/page', async (_request, reply) =>
    reply.header('content-security-policy', "style-src 'self'").send('x'),
  );
  expect((await app.inject('/missing')).headers).toMatchObject(securityHeaders({ hsts: false }));
  const { headers } = await app.inject('/page');
  expect(headers).toMatchObject({
    'content-security-policy': "style-src 'self'",
    'x-frame-options': 'SAMEORIGIN',
  });
});
