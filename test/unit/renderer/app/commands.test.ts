import { describe, expect, test } from 'vitest';
import { paletteCommands } from '../../../../renderer/app/commands.ts';
import { tabsOf, tabWords } from '../../../../renderer/lib/domain/gateway-tabs.ts';
import { paths, placeOf } from '../../../../renderer/lib/routes.ts';
import { baseState, boiler, fleet, ids } from '../../../e2e/screens/fixtures.ts';
import { managementBox } from '../../../e2e/screens/live-fixtures.ts';
import { boilerConsole, meterConsole, ports } from '../../../e2e/screens/serial-fixtures.ts';

const labels = (state: Parameters<typeof paletteCommands>[0]) =>
  paletteCommands(state).map(({ label }) => label);
const { site } = baseState();

describe('the palette', () => {
  test('offers what can be done with a connected gateway, and names it', () => {
    expect(labels({ gateways: [boiler], site })).toEqual(
      expect.arrayContaining(['boiler-room', 'Back up boiler-room', 'Reboot boiler-room']),
    );
  });

  test('offers nothing that cannot be done now', () => {
    const away = labels({ gateways: [fleet.press], site });
    expect(away).toContain('Connect press-line-2');
    expect(away).not.toContain('Back up press-line-2');
    expect(labels({ gateways: [fleet.paint], site })).toContain('Check the certificate of paint-shop');
    const reader = { ...boiler, identity: boiler.identity && { ...boiler.identity, administrator: false } };
    expect(labels({ gateways: [reader], site })).not.toContain('Reboot boiler-room');
  });

  test('offers to start the site only while it does not run', () => {
    expect(labels({ gateways: [], site })).not.toContain('Start the local site');
    const stopped = { ...site, gateway: { ...site.gateway, state: 'stopped' as const } };
    expect(labels({ gateways: [], site: stopped })).toContain('Start the local site');
  });

  test('the tabs of the open gateway are screens, as far as the box has them', () => {
    const tabs = (openGatewayId: string | undefined, gateways = [boiler]) =>
      paletteCommands({ gateways, site, openGatewayId }).filter(({ id }) => id.startsWith('tab-'));
    expect(tabs(boiler.id).map(({ label }) => label)).toEqual(tabsOf(boiler).map((tab) => tabWords[tab]));
    expect(tabs(undefined)).toEqual([]);
    expect(tabs(boiler.id, [managementBox]).map(({ label }) => label)).not.toContain('Maintain');
    expect(labels({ gateways: [managementBox], site })).not.toContain('Back up boiler-room');
  });

  test('ids are unique, so that every row can be chosen', () => {
    const all = paletteCommands({ gateways: baseState().gateways, site }).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('serial ports in the palette', () => {
  const serial = { ports, consoles: [boilerConsole, meterConsole], consoleId: boilerConsole.id };
  const offered = (given: Partial<typeof serial> = {}) =>
    paletteCommands({ gateways: [], site, serial: { ...serial, ...given } });

  test('consoles, free ports, and what concerns the console on the screen', () => {
    const words = offered().map(({ label }) => label);
    expect(words).toEqual(
      expect.arrayContaining([
        'Console boiler room',
        'Next console',
        'Search this console',
        'Open port /dev/ttyS0',
      ]),
    );
    expect(words).not.toContain('Open port boiler room');
  });

  test('without a console on the screen nothing is searched or followed', () => {
    const words = labels({ gateways: [], site, serial: { ...serial, consoleId: null, consoles: [] } });
    expect(words).not.toContain('Search this console');
    expect(words).not.toContain('Next console');
    expect(words).toContain('Open a serial port by its path');
  });

  test('a console has its address', () => {
    expect(placeOf(paths.console(boilerConsole.id))).toEqual({
      screen: 'serial',
      consoleId: boilerConsole.id,
    });
    expect(placeOf(paths.serial)).toEqual({ screen: 'serial', consoleId: null });
    const ids = offered().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('addresses', () => {
  test('every screen that the palette leads to is known', () => {
    for (const { effect } of paletteCommands({ gateways: [boiler], site })) {
      if (effect.do === 'go') expect(placeOf(effect.to).screen).not.toBe('unknown');
    }
  });

  test('a gateway page has its tab, an unknown one is the overview', () => {
    expect(placeOf(paths.gateway(ids.boiler, 'maintain'))).toMatchObject({
      screen: 'gateway',
      tab: 'maintain',
    });
    expect(placeOf(`/gateways/${ids.boiler}/console`)).toMatchObject({ tab: 'overview' });
    expect(placeOf('/elsewhere')).toEqual({ screen: 'unknown' });
  });
});
