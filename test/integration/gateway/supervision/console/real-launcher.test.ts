import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import { expect, onTestFinished, test } from 'vitest';
import { passwordDigest } from '../../../../../electron/gateway/supervision/accounts/first-account.ts';
import { openConsoleLine } from '../../../../../electron/gateway/supervision/console/open-console-line.ts';
import { gatewayApi } from '../../../../../shared/gateway-api/contract.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { bodyOf } from '../../../../fakes/link-client.ts';
import { type RealGateway, startRealGateway } from '../../../../fakes/real-gateway.ts';
import { serialCable } from '../../../../fakes/serial-cable.ts';
import { typist } from '../../../../fakes/typist.ts';

async function personAt(path: string, baudRate = 115_200) {
  const opened = await openConsoleLine({ path, baudRate });
  if (!opened.ok) throw new Error(opened.failure.message);
  onTestFinished(() => opened.value.close());
  return typist(opened.value);
}

/** Types until somebody answers: the gateway opens its port after it says that it is ready. */
async function wakes(person: ReturnType<typeof typist>): Promise<void> {
  await eventually(() => {
    void person.types('\r');
    return person.shown();
  }).toContain('login: ');
}

/** Somebody on the network. */
function networkOf(gateway: RealGateway) {
  const http = axios.create({ baseURL: gateway.address, proxy: false, validateStatus: () => true });
  const console = async () => {
    const { data } = await http.get('/health');
    return gatewayApi.health.answers[200].schema.parse(data).checks.console?.detail;
  };
  return {
    http,
    console,
    async login() {
      const body = { username: 'admin', password: passwordDigest(gateway.password) };
      const answer = await http.post('/auth/rest', body);
      http.defaults.headers.common.cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    },
    async uses(consolePath: string, consoleBaudRate: number) {
      bodyOf(await http.put('/system/settings', { consolePath, consoleBaudRate }));
    },
  };
}

test('--console of a started gateway: a person logs in, and wrong passwords lock and are noted', async () => {
  const cable = await serialCable();
  const gateway = await startRealGateway({ args: ['--console', `${cable.ours},57600`] });
  const person = await personAt(cable.theirs, 57_600);
  await wakes(person);
  await person.types('admin\r');
  await person.reads('password: ');
  await person.types(`${gateway.password}\r`);
  await person.reads('boiler-room> ');
  await person.types('status\r');
  expect(await person.reads('> ')).toMatch(/Health {4}ok[\s\S]*console {3}ok {2}\S+ at 57600 baud/);
  await person.types('logout\r');
  for (let round = 0; round < 5; round += 1) {
    await person.logsIn('admin', 'wrong');
    await person.reads('Invalid username or password');
  }
  await person.logsIn('admin', gateway.password);
  await person.reads('Too many failed logins for this name.');

  const network = networkOf(gateway);
  await network.login();
  const answer = bodyOf(await network.http.get('/api/v1/system/activity?type=session'));
  const { activities } = gatewayApi.activity.answers[200].schema.parse(answer);
  const fromConsole = activities.filter(({ details }) => details.address === `serial:${cable.ours}`);
  expect(fromConsole.map(({ action }) => action)).toEqual([...Array(5).fill('refused'), 'ended', 'created']);
}, 60_000);

test('another port by the settings is served at once, and the one before is let go', async () => {
  const [first, second] = [await serialCable(), await serialCable()];
  const gateway = await startRealGateway();
  const network = networkOf(gateway);
  await network.login();
  expect(await network.console()).toBeUndefined();
  await network.uses(first.ours, 115_200);
  await wakes(await personAt(first.theirs));
  const { bootId } = bodyOf(await network.http.get('/health'));

  await network.uses(second.ours, 9_600);
  await wakes(await personAt(second.theirs, 9_600));
  expect(await network.console()).toBe(`${second.ours} at 9600 baud`);
  const takenByUs = await openConsoleLine({ path: first.ours, baudRate: 115_200 });
  expect(takenByUs.ok).toBe(true);
  if (takenByUs.ok) await takenByUs.value.close();
  expect(bodyOf(await network.http.get('/health')).bootId).toBe(bootId);

  await network.uses('', 9_600);
  await eventually(network.console).toBeUndefined();
}, 60_000);

test('a port that does not exist is told, and taken up when it appears', async () => {
  const cable = await serialCable();
  await cable.pull();
  const gateway = await startRealGateway();
  const network = networkOf(gateway);
  await network.login();
  await network.uses(cable.ours, 115_200);
  await eventually(network.console).toContain(`not open; There is no port ${cable.ours}.`);
  expect((await network.http.get('/health')).status).toBe(200);
  const log = () => readFile(join(gateway.dataFolder, 'logs/supervision-out.log'), 'utf8');
  await eventually(log).toContain('the serial console cannot open its port; it goes on trying');

  await cable.plug();
  await eventually(network.console).toBe(`${cable.ours} at 115200 baud`);
  await wakes(await personAt(cable.theirs));
  await cable.pull();
  await eventually(network.console).toContain('not open; ');
}, 60_000);
