import { describe, expect, test } from 'vitest';
import {
  gatewayName,
  isThisComputer,
  shortAddress,
  staleLine,
  uptimeMs,
  whyNot,
} from '../../../../../renderer/lib/domain/gateway-view.ts';
import { boiler, change, connection, shotAt, siteGateway } from '../../../../e2e/screens/fixtures.ts';

const open = { link: { state: 'open' as const }, runningKind: null, administrator: true };

test('a gateway is called as the user named it, else as it calls itself, else by its address', () => {
  expect(gatewayName(boiler)).toBe('boiler-room');
  expect(gatewayName(siteGateway)).toBe('gateway');
  expect(gatewayName({ ...boiler, label: '', identity: null })).toBe('10.0.0.7');
  expect(shortAddress('https://10.0.0.12:8443/')).toBe('10.0.0.12:8443');
});

test('the header says whether a gateway is on this computer', () => {
  expect(isThisComputer(siteGateway.address)).toBe(true);
  expect(isThisComputer('https://localhost:8443/')).toBe(true);
  expect(isThisComputer('http://10.0.0.7/')).toBe(false);
  expect(isThisComputer('http://localhost.plant.example/')).toBe(false);
});

describe('the line of a stale page', () => {
  test('says when it was last seen and when it is tried again', () => {
    const state = connection('unreachable', { lastSeenAt: shotAt - 720_000, nextTryAt: shotAt + 4_200 });
    expect(staleLine(state, shotAt)).toMatch(/^Last seen \d\d:50, trying again in 5 s\.$/);
  });

  test('says only what is known', () => {
    expect(staleLine(connection('disconnected', { lastSeenAt: null }), shotAt)).toBe('Not seen yet.');
    expect(staleLine(connection('connecting', { lastSeenAt: null }), shotAt)).toBe('Trying now.');
    expect(staleLine(connection('unreachable', { lastSeenAt: null, nextTryAt: shotAt - 1 }), shotAt)).toBe(
      'Trying now.',
    );
  });
});

test('uptime runs on while connected and stands still while not', () => {
  expect(uptimeMs(boiler, shotAt + 8_000)).toBe(273_840_000 + 10_000);
  expect(uptimeMs(change(boiler, connection('unreachable')), shotAt + 8_000)).toBe(273_840_000);
  expect(uptimeMs({ ...boiler, identity: null }, shotAt)).toBeNull();
});

describe('why a button is off', () => {
  test('it is not when all is well', () => expect(whyNot(boiler, open)).toBeNull());

  test('the lost host goes before everything', () => {
    const link = { state: 'lost' as const, since: 0, nextTryAt: null };
    expect(whyNot(boiler, { ...open, link, runningKind: 'upgrade' })).toContain('workbench');
  });

  test('a running job is named, also while the gateway restarts for it', () => {
    const restarting = change(boiler, connection('restarting'));
    expect(whyNot(restarting, { ...open, runningKind: 'upgrade' })).toBe(
      'boiler-room is busy: upgrade is running.',
    );
    expect(whyNot(restarting, open)).toBe('boiler-room is restarting.');
  });

  test('who may only look is told which account it is, but may back up', () => {
    const identity = boiler.identity && { ...boiler.identity, administrator: false };
    const reader = { ...boiler, username: 'reader', identity };
    expect(whyNot(reader, open)).toContain('reader may look and download only');
    expect(whyNot(reader, { ...open, administrator: false })).toBeNull();
  });
});
