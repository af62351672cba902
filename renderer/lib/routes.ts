/** Addresses of the screens; the router's address is the state, so that reload and deep links work. */

export const gatewayTabs = [
  'overview',
  'maintain',
  'snapshots',
  'points',
  'processes',
  'resources',
  'logs',
  'activity',
  'updates',
  'licence',
  'access',
] as const;
export type GatewayTab = (typeof gatewayTabs)[number];

export const paths = {
  home: '/',
  welcome: '/welcome',
  gateways: '/gateways',
  /** `part`: what is chosen within a tab, where it has parts. */
  gateway: (id: string, tab: GatewayTab = 'overview', part?: string) =>
    `/gateways/${id}/${tab}${part ? `/${part}` : ''}`,
  serial: '/serial',
  console: (id: string) => `/serial/${id}`,
  recovery: '/recovery',
  site: '/site',
  settings: '/settings',
  help: '/help',
} as const;

export type Place =
  | { screen: 'welcome' | 'gateways' | 'recovery' | 'site' | 'settings' | 'help' | 'unknown' }
  | { screen: 'serial'; consoleId: string | null }
  | { screen: 'gateway'; gatewayId: string; tab: GatewayTab };

/** Where an address leads; the header, the rail and the palette all ask here. */
export function placeOf(path: string): Place {
  const [first, second, third] = path.split('/').filter((part) => part !== '');
  if (first === 'gateways' && second !== undefined) {
    const tab = gatewayTabs.find((name) => name === third) ?? 'overview';
    return { screen: 'gateway', gatewayId: second, tab };
  }
  if (first === 'serial') return { screen: 'serial', consoleId: second ?? null };
  if (first === undefined) return { screen: 'gateways' };
  const known = ['welcome', 'gateways', 'recovery', 'site', 'settings', 'help'] as const;
  return { screen: known.find((name) => name === first) ?? 'unknown' };
}
