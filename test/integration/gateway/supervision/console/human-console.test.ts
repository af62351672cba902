import { expect, test } from 'vitest';
import { gatewayApi } from '../../../../../shared/gateway-api/contract.ts';
import { consoleGateway } from '../../../../fakes/console-gateway.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { adminPassword, readerPassword } from '../../../../fakes/in-process-gateway.ts';
import { typist } from '../../../../fakes/typist.ts';

const activitiesSchema = gatewayApi.activity.answers[200].schema;

test('a person logs in on a serial port, looks around and logs out', async () => {
  const { gateway, address, connect } = await consoleGateway();
  const person = typist(await connect());
  await person.types('\r');
  await person.logsIn('admin', adminPassword);
  await person.reads('Boiler room> ');
  expect(person.shown()).not.toContain(adminPassword);

  await person.types('status\r');
  expect(await person.reads('> ')).toMatch(/Revision {2}2026\.11\.0[\s\S]*Health {4}ok/);
  await person.types('drivers\r');
  expect(await person.reads('> ')).toContain('system');
  await person.types('whoami\r');
  expect(await person.reads('> ')).toContain('admin, administrator');
  await person.types('snapshots take before the visit\r');
  expect(await person.reads('> ')).toContain('Taken and verified: ');
  await person.types('snapshots\r');
  expect(await person.reads('> ')).toContain('before the visit');
  await person.types('jobs\r');
  expect(await person.reads('> ')).toContain('There is no job.');
  await person.types('nonsense\r');
  expect(await person.reads('> ')).toContain('There is no command "nonsense"');
  await person.types('\x04');
  await person.reads('login: ');

  const cookie = await gateway.login();
  const answer = await gateway.get('/api/v1/system/activity', cookie);
  const { activities } = activitiesSchema.parse(await answer.json());
  const fromConsole = activities.filter(({ details }) => details.address === address);
  expect(fromConsole.map(({ type, action }) => `${type} ${action}`)).toEqual([
    'session ended',
    'snapshot created',
    'session created',
  ]);
});

test('five wrong passwords lock the name, at the console as over the network', async () => {
  const { connect, gateway } = await consoleGateway();
  const person = typist(await connect());
  await person.types('\r');
  for (let round = 0; round < 5; round += 1) {
    await person.logsIn('admin', 'wrong');
    await person.reads('Invalid username or password');
  }
  await person.logsIn('admin', adminPassword);
  await person.reads('Too many failed logins for this name.');
  // The lock is of this console: who comes over the network is somebody else.
  await gateway.login();
});

test('reboot asks, and is refused to who may only look', async () => {
  const { connect, gateway } = await consoleGateway();
  await gateway.reader();
  const person = typist(await connect());
  await person.types('\r');
  await person.logsIn('reader', readerPassword);
  await person.reads('> ');
  await person.types('reboot\r');
  await person.reads('Log in as an administrator');
  await person.types('?\r');
  await person.reads('Driver instances');
  await person.types('exit\r');
  await person.logsIn('admin', adminPassword);
  await person.reads('> ');
  await person.types('reboot\rno\r');
  await person.reads('Nothing was done.');
  expect(gateway.sent.map(({ type }) => type)).not.toContain('reboot');
  await person.types('reboot\ryes\r');
  await person.reads('Rebooting.');
  expect(await gateway.said('reboot')).toMatchObject({ requestedBy: 'admin' });
});

test('who types nothing for long is logged out', async () => {
  const { connect, gateway } = await consoleGateway({ console: { idleMs: 300 } });
  const person = typist(await connect());
  await person.types('\r');
  await person.logsIn('admin', adminPassword);
  await person.reads('Logged out');
  await person.reads('login: ');
  const sessions = () =>
    gateway.database((sql) => sql.prepare('SELECT count(*) AS n FROM sessions').get()?.n);
  await eventually(sessions).toBe(0);
});

test('a password is changed at the console', async () => {
  const { connect, gateway } = await consoleGateway();
  const person = typist(await connect());
  await person.types('\r');
  await person.logsIn('admin', adminPassword);
  await person.reads('> ');
  await person.types(`passwd\r${adminPassword}\rnew secret\rnew secret\r`);
  await person.reads('The password was changed.');
  await gateway.login('admin', 'new secret');
  expect(person.shown()).not.toContain('new secret');
});

test('the cable is pulled and plugged again: the console comes back, and nobody is logged in', async () => {
  const { connect, cable, isOpen } = await consoleGateway();
  const before = typist(await connect());
  await before.types('\r');
  await before.logsIn('admin', adminPassword);
  await before.reads('> ');
  await cable.pull();
  await eventually(isOpen).toBe(false);
  await cable.plug();
  const after = typist(await connect());
  await eventually(() => {
    void after.types('\r');
    return after.shown();
  }).toContain('login: ');
  expect(await isOpen()).toBe(true);
});
