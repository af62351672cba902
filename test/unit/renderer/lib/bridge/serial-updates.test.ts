import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { CallName, CallOutput } from '#shared/bridge/contract.ts';
import { serialConsoleCalls, serialConsoleSchema } from '#shared/bridge/serial-console.ts';
import { serialScriptsCalls } from '#shared/bridge/serial-scripts.ts';
import { callKey } from '../../../../../renderer/lib/bridge/live-updates.ts';
import {
  applySerialAnswer,
  followSerial,
  upsertTransfer,
} from '../../../../../renderer/lib/bridge/serial-updates.ts';
import { baseState } from '../../../../e2e/screens/fixtures.ts';
import {
  boilerConsole,
  meterConsole,
  ports,
  serialState,
  transfer,
} from '../../../../e2e/screens/serial-fixtures.ts';
import { createFakeBridge } from '../../../../fakes/fake-bridge.ts';

function setUp() {
  const bridge = createFakeBridge({ state: baseState(serialState()) });
  const client = new QueryClient();
  client.setQueryData(callKey('serial.consoles'), [boilerConsole, meterConsole]);
  client.setQueryData(callKey('serial.ports'), ports);
  client.setQueryData(callKey('serial.transfers'), [transfer()]);
  const end = followSerial(bridge, client);
  const read = <N extends CallName>(name: N) => client.getQueryData<CallOutput<N>>(callKey(name));
  return { bridge, client, end, read };
}

describe('what events do', () => {
  test('consoles change in place and go, ports are replaced', () => {
    const { bridge, read } = setUp();
    bridge.emit('serial.consoleChanged', { ...boilerConsole, state: 'closed' });
    expect(read('serial.consoles')?.map(({ state }) => state)).toEqual(['closed', 'waiting']);
    bridge.emit('serial.consoleRemoved', { id: boilerConsole.id });
    expect(read('serial.consoles')).toHaveLength(1);
    bridge.emit('serial.portsChanged', []);
    expect(read('serial.ports')).toEqual([]);
  });

  test('a new transfer takes the place of the last one of its console', () => {
    const { bridge, read } = setUp();
    const next = transfer({ id: boilerConsole.id, bytes: 0 });
    bridge.emit('serial.transferChanged', next);
    expect(read('serial.transfers')).toEqual([next]);
  });

  test('an ended transfer does not run again because an answer came late', () => {
    const ended = transfer({ state: 'ended', end: 'completed' });
    expect(upsertTransfer([ended], transfer())).toEqual([ended]);
  });

  test('once ended it hears nothing', () => {
    const { bridge, end, read } = setUp();
    end();
    bridge.emit('serial.consoleRemoved', { id: boilerConsole.id });
    expect(read('serial.consoles')).toHaveLength(2);
  });
});

describe('what answers do', () => {
  test('every call that answers a console changes it at once', () => {
    for (const [name, { output }] of Object.entries({ ...serialConsoleCalls, ...serialScriptsCalls })) {
      if ((output as unknown) !== serialConsoleSchema) continue;
      const { client, read } = setUp();
      applySerialAnswer(client, name as 'serial.close', { ...boilerConsole, title: 'by answer' });
      expect(read('serial.consoles')?.[0]?.title, name).toBe('by answer');
    }
  });

  test('lists without events are fetched again', () => {
    const { client } = setUp();
    client.setQueryData(callKey('serial.snippets'), []);
    applySerialAnswer(client, 'serial.removeSnippet', null);
    expect(client.getQueryState(callKey('serial.snippets'))?.isInvalidated).toBe(true);
  });
});
