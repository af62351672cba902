import { expect, onTestFinished, test } from 'vitest';
import { serveLine } from '../../../../../electron/gateway/supervision/console/serve-line.ts';
import { createLink } from '../../../../../electron/platform/link/link.ts';
import { createLinkEndpoint } from '../../../../../electron/platform/link/link-endpoint.ts';
import { failure } from '../../../../../shared/errors/failure.ts';
import { fail, ok } from '../../../../../shared/result.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { createMemoryLine } from '../../../../fakes/memory-line.ts';
import { typist } from '../../../../fakes/typist.ts';

const timing = { helloMs: 50, helloTries: 200, ackMs: 50, retries: 3, pingMs: 50, silentMs: 300 };

function served() {
  const cable = createMemoryLine();
  const loggedOut: string[] = [];
  const console = serveLine({
    line: cable.far,
    baudRate: 115_200,
    remoteAddress: 'serial:test',
    createApi: () => ({
      logIn: async () => ok(null),
      logOut: async () => void loggedOut.push('out'),
      ask: async (call) =>
        call === 'session'
          ? ok({ username: 'admin', administrator: true } as never)
          : fail(failure('NOT_FOUND', { what: call })),
      peers: async () => ok(null),
    }),
    banner: () => 'A gateway',
    name: () => 'boiler',
    idleMs: 60_000,
    timing,
  });
  onTestFinished(() => console.stop());
  return { cable, console, loggedOut, person: typist(cable.near) };
}

const link = (line: ReturnType<typeof served>['cable']['near']) =>
  createLinkEndpoint({ line, role: 'initiator', baudRate: 115_200, remoteAddress: 'gateway', timing });

test('a person is served from the beginning, also one who types a tilde', async () => {
  const { person } = served();
  await person.reads('A gateway');
  await person.logsIn('~admin~', 'secret');
  await person.reads('boiler> ');
  expect(person.shown()).toContain('login: ~admin~');
});

test('a frame takes the line over and logs the person out; a damaged one does not', async () => {
  const { person, cable, loggedOut } = served();
  await person.logsIn('admin', 'secret');
  await person.reads('boiler> ');
  const hello = createLink({ role: 'initiator', newEpoch: () => 7, bytesPerSecond: 11_520 }).start(0).send[0];
  const damaged = Uint8Array.from(hello ?? []);
  damaged[5] = (damaged[5] ?? 0) ^ 1;
  await cable.near.write(damaged);
  await person.types('whoami\r');
  await person.reads('administrator');
  expect(loggedOut).toEqual([]);
  const endpoint = link(cable.near);
  expect(await endpoint.ready).toEqual(ok(null));
  expect(loggedOut).toEqual(['out']);
  await endpoint.close();
  await person.reads('login: ');
});

test('a machine that falls silent gives the line back to people', async () => {
  const { person, cable } = served();
  await person.reads('login: ');
  const endpoint = link(cable.near);
  await endpoint.ready;
  cable.near.pause();
  cable.far.pause();
  const ended = new Promise((resolve) => endpoint.onClosed(resolve));
  expect(await ended).toBe('silent');
  cable.near.resume();
  cable.far.resume();
  await person.reads('login: ');
});

test('a line that is gone logs out who was there', async () => {
  const { person, cable, loggedOut } = served();
  await person.logsIn('admin', 'secret');
  await person.reads('boiler> ');
  cable.pull();
  await eventually(() => loggedOut).toEqual(['out']);
});
