import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { bridgeEvents } from '#shared/bridge/contract.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import {
  newerJob,
  removeById,
  startedRun,
  upsertById,
  upsertJob,
  upsertRun,
} from '../../../../../renderer/lib/bridge/cache-reducers.ts';
import {
  applyAnswer,
  callKey,
  followedEvents,
  followHost,
} from '../../../../../renderer/lib/bridge/live-updates.ts';
import { baseState, boiler, ended, job } from '../../../../e2e/screens/fixtures.ts';
import { completed, run as recipeRun } from '../../../../e2e/screens/recovery-fixtures.ts';
import { createFakeBridge } from '../../../../fakes/fake-bridge.ts';

const idOf = (entries: readonly { id: string }[]) => entries.map((entry) => entry.id);

describe('what events do to lists', () => {
  test('an item is replaced in place or added at the end', () => {
    const list = [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ];
    expect(upsertById(list, { id: 'a', n: 2 })).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 1 },
    ]);
    expect(idOf(upsertById(list, { id: 'c', n: 1 }))).toEqual(['a', 'b', 'c']);
    expect(idOf(removeById(list, 'a'))).toEqual(['b']);
  });

  test('an answer that was overtaken by an event does not take a job back', () => {
    const started = job('backup', { progress: 0 });
    const further = job('backup', { progress: 0.6 });
    const done = job('backup', ended('succeeded', {}));
    expect(newerJob(further, started)).toBe(further);
    expect(newerJob(done, further)).toBe(done);
    expect(newerJob({ ...done, dismissed: true }, done)).toMatchObject({ dismissed: true });
    expect(newerJob(started, further)).toBe(further);
  });

  test('jobs stay sorted, newest first', () => {
    const old = job('backup', { id: boiler.id, startedAt: 1 });
    expect(upsertJob([old], job('reboot', { startedAt: 2 })).map(({ kind }) => kind)).toEqual([
      'reboot',
      'backup',
    ]);
  });
});

describe('what events do to runs of recipes', () => {
  const begun = recipeRun(1);

  test('an ended run does not run again', () => {
    expect(upsertRun([completed], begun)).toEqual([completed]);
    expect(upsertRun([begun], completed)).toEqual([completed]);
    const later = { ...begun, id: boiler.id, startedAt: begun.startedAt + 1 };
    expect(idOf(upsertRun([begun], later))).toEqual([later.id, begun.id]);
  });

  test('the answer to a start does not take a run back that events have moved on', () => {
    const further = recipeRun(5);
    expect(startedRun([further], begun)).toEqual([further]);
    expect(startedRun([], begun)).toEqual([begun]);
  });

  test('they reach the list', () => {
    const { bridge, client } = setUp();
    const runs = () => client.getQueryData<{ id: string }[]>(callKey('recipes.runs'));
    bridge.emit('recipes.changed', begun);
    expect(runs()).toBeUndefined();
    client.setQueryData(callKey('recipes.runs'), []);
    applyAnswer(client, 'recipes.start', begun);
    bridge.emit('recipes.changed', completed);
    expect(runs()).toEqual([completed]);
  });
});

function setUp(state = baseState()) {
  const bridge = createFakeBridge({ state });
  const client = new QueryClient();
  client.setQueryData(callKey('gateways.list'), state.gateways);
  client.setQueryData(callKey('maintenance.jobs'), [] satisfies Job[]);
  const end = followHost(bridge, client);
  const list = () => client.getQueryData<{ id: string; label: string }[]>(callKey('gateways.list')) ?? [];
  return { bridge, client, end, list };
}

describe('following the host', () => {
  test('every event of the contract is followed', () => {
    expect([...followedEvents].sort()).toEqual(Object.keys(bridgeEvents).sort());
  });

  test('a changed gateway is changed in the list, a removed one is gone', () => {
    const { bridge, list } = setUp();
    bridge.emit('gateways.changed', { ...boiler, label: 'renamed' });
    expect(list()[0]?.label).toBe('renamed');
    bridge.emit('gateways.removed', { id: boiler.id });
    expect(idOf(list())).not.toContain(boiler.id);
  });

  test('nothing is made up before the list was fetched', () => {
    const { bridge, client } = setUp();
    client.removeQueries({ queryKey: callKey('gateways.list') });
    bridge.emit('gateways.changed', boiler);
    expect(client.getQueryData(callKey('gateways.list'))).toBeUndefined();
  });

  test('after the link was lost everything is fetched again, because events of that time are gone', () => {
    const { bridge, client } = setUp();
    const stale = () => client.getQueryState(callKey('gateways.list'))?.isInvalidated;
    bridge.setLink({ state: 'open' });
    expect(stale()).toBe(false);
    bridge.setLink({ state: 'lost', since: 1, nextTryAt: 2 });
    expect(stale()).toBe(false);
    bridge.setLink({ state: 'open' });
    expect(stale()).toBe(true);
  });

  test('once ended it hears nothing', () => {
    const { bridge, end, list } = setUp();
    end();
    bridge.emit('gateways.removed', { id: boiler.id });
    expect(idOf(list())).toContain(boiler.id);
  });

  test('answers of acts go into the lists that show them', () => {
    const { client, list } = setUp();
    applyAnswer(client, 'gateways.update', { ...boiler, label: 'by answer' });
    expect(list()[0]?.label).toBe('by answer');
    applyAnswer(client, 'maintenance.backup', job('backup'));
    expect(client.getQueryData<Job[]>(callKey('maintenance.jobs'))).toHaveLength(1);
    applyAnswer(client, 'gateways.remove', null);
    expect(list()).toHaveLength(baseState().gateways.length);
  });
});
