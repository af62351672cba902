import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Site } from '#shared/bridge/site.ts';
import { tabsOf, tabWords } from '../lib/domain/gateway-tabs.ts';
import { connectionWord, gatewayName, placeText } from '../lib/domain/gateway-view.ts';
import { type GatewayTab, paths } from '../lib/routes.ts';
import type { Command, CommandEffect } from './command.ts';
import { serialCommands } from './serial-commands.ts';

/** Everything that the palette offers in the present state; what cannot be done now is not offered. */
export function paletteCommands(state: {
  gateways: readonly Gateway[];
  site: Site | undefined;
  /** The gateway whose page is open: its tabs come first. */
  openGatewayId?: string | undefined;
  serial?: Parameters<typeof serialCommands>[0];
}): Command[] {
  return [
    ...state.gateways.filter(({ id }) => id === state.openGatewayId).flatMap(gatewayScreens),
    ...state.gateways.map(openGateway),
    ...(state.serial ? serialCommands(state.serial) : []),
    ...state.gateways.flatMap(gatewayActions),
    ...generalActions(state.site),
    ...screens,
  ];
}

const openGateway = (gateway: Gateway): Command => ({
  id: `open-${gateway.id}`,
  group: 'Gateways',
  label: gatewayName(gateway),
  description: `${placeText(gateway)}, ${connectionWord(gateway.connection.state).word}`,
  keywords: ['gateway', 'open', gateway.address, gateway.identity?.name ?? ''],
  effect: { do: 'go', to: paths.gateway(gateway.id) },
});

const gatewayScreens = (gateway: Gateway): Command[] =>
  tabsOf(gateway).map((tab) => ({
    id: `tab-${tab}`,
    group: 'Screens',
    label: tabWords[tab],
    description: `Of ${gatewayName(gateway)}`,
    keywords: ['go', 'tab', gatewayName(gateway), ...tabKeywords[tab]],
    effect: { do: 'go', to: paths.gateway(gateway.id, tab) },
  }));

const tabKeywords: Record<GatewayTab, string[]> = {
  overview: ['health', 'identity'],
  maintain: ['backup', 'upgrade', 'restore'],
  snapshots: ['schedule', 'restore'],
  points: ['values', 'drivers', 'addresses', 'routes', 'logics', 'modbus', 'mqtt'],
  processes: ['kill', 'cpu', 'memory'],
  resources: ['history', 'chart', 'cpu', 'memory', 'disk'],
  logs: ['log', 'errors'],
  activity: ['audit', 'who'],
  updates: ['feed', 'version'],
  licence: ['license', 'key'],
  access: ['accounts', 'users', 'api keys'],
};

function gatewayActions(gateway: Gateway): Command[] {
  const name = gatewayName(gateway);
  const base = { group: 'Actions' as const, description: placeText(gateway) };
  const { state } = gateway.connection;
  if (state === 'certificate-untrusted') {
    return [
      {
        ...base,
        id: `certificate-${gateway.id}`,
        label: `Check the certificate of ${name}`,
        keywords: ['trust', 'fingerprint', 'tls'],
        effect: { do: 'dialog', dialog: { kind: 'certificate', gatewayId: gateway.id } },
      },
    ];
  }
  if (state !== 'connected') {
    return [
      {
        ...base,
        id: `connect-${gateway.id}`,
        label: `Connect ${name}`,
        keywords: ['log in', 'password'],
        effect: { do: 'dialog', dialog: { kind: 'connect', gatewayId: gateway.id } },
      },
    ];
  }
  if (!gateway.offers.system) return [];
  const actions: Command[] = [
    {
      ...base,
      id: `backup-${gateway.id}`,
      label: `Back up ${name}`,
      keywords: ['backup', 'save', 'download'],
      effect: { do: 'backup', gatewayId: gateway.id },
    },
  ];
  if (gateway.identity?.administrator === false) return actions;
  return [
    ...actions,
    {
      ...base,
      id: `maintain-${gateway.id}`,
      label: `Upgrade or restore ${name}`,
      keywords: ['firmware', 'package', 'maintain', 'downgrade'],
      effect: { do: 'go', to: paths.gateway(gateway.id, 'maintain') },
    },
    {
      ...base,
      id: `reboot-${gateway.id}`,
      label: `Reboot ${name}`,
      keywords: ['restart'],
      effect: { do: 'dialog', dialog: { kind: 'reboot', gatewayId: gateway.id } },
    },
  ];
}

function generalActions(site: Site | undefined): Command[] {
  const startable = site?.gateway.state === 'stopped' || site?.gateway.state === 'failed';
  const action = (id: string, label: string, description: string, effect: CommandEffect): Command => ({
    id,
    group: 'Actions',
    label,
    description,
    keywords: [],
    effect,
  });
  return [
    action('add', 'Add a gateway', 'By its address', { do: 'dialog', dialog: { kind: 'add-gateway' } }),
    action('jobs', 'Show jobs', 'Running and ended', { do: 'jobs' }),
    ...(startable
      ? [action('site', 'Start the local site', 'The embedded gateway', { do: 'start-site' })]
      : []),
    action('light', 'Light theme', 'For bright rooms', { do: 'theme', theme: 'light' }),
    action('dark', 'Dark theme', 'For dark rooms', { do: 'theme', theme: 'dark' }),
    action('auto', 'Theme of this computer', 'Light or dark as the system', { do: 'theme', theme: 'auto' }),
  ];
}

const screen = (id: string, label: string, description: string, to: string): Command => ({
  id,
  group: 'Screens',
  label,
  description,
  keywords: ['go', 'screen'],
  effect: { do: 'go', to },
});

const screens: Command[] = [
  screen('gateways', 'Gateways', 'The list', paths.gateways),
  screen('serial', 'Serial', 'Ports and consoles', paths.serial),
  screen('recovery', 'Recovery', 'Recipes for boards that do not start', paths.recovery),
  screen('site-screen', 'Site', 'What this workbench hosts', paths.site),
  screen('settings', 'Settings', 'Theme, backups, start', paths.settings),
  screen('help', 'Help', 'First steps, keys, where data lives', paths.help),
];
