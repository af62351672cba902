import type { Connection, Gateway } from '#shared/bridge/gateways.ts';
import type { Link } from '../bridge/host-bridge.ts';
import { formatSeconds } from '../format/duration.ts';
import { formatSeen, secondsUntil } from '../format/time.ts';

/** The name the user gave, else the gateway's own, else where it is. */
export function gatewayName(gateway: Pick<Gateway, 'label' | 'identity' | 'address' | 'serial'>): string {
  return gateway.label || gateway.identity?.name || placeText(gateway);
}

/** Address without the scheme, or the serial port. */
export const placeText = ({ address, serial }: Pick<Gateway, 'address' | 'serial'>): string =>
  shortAddress(address) || (serial?.port.path ?? '');

/** The way in use and where it leads: "LAN 10.0.0.7", "serial cable /dev/ttyUSB0, 115200 baud". */
export function wayText({
  address,
  serial,
  connection,
}: Pick<Gateway, 'address' | 'serial' | 'connection'>): { by: string; place: string } {
  if (connection.via === 'serial' && serial !== null) {
    return { by: 'serial cable', place: `${serial.port.path}, ${serial.baudRate} baud` };
  }
  return { by: isThisComputer(address) ? 'this computer' : 'LAN', place: shortAddress(address) };
}

export const shortAddress = (address: string): string =>
  address.replace(/^https?:\/\//, '').replace(/\/$/, '');

/** Whether the address leads to this computer itself, as the embedded gateway's does. */
export const isThisComputer = (address: string): boolean =>
  /^https?:\/\/(127(\.\d+){3}|localhost|\[::1\])(:\d+)?(\/|$)/.test(address);

type ConnectionMark = 'good' | 'busy' | 'away' | 'locked' | 'idle';

const connectionWords: Record<Connection['state'], { mark: ConnectionMark; word: string }> = {
  connected: { mark: 'good', word: 'connected' },
  connecting: { mark: 'busy', word: 'connecting' },
  restarting: { mark: 'busy', word: 'restarting' },
  unreachable: { mark: 'away', word: 'not answering' },
  'login-needed': { mark: 'locked', word: 'password needed' },
  'certificate-untrusted': { mark: 'locked', word: 'check certificate' },
  disconnected: { mark: 'idle', word: 'not connected' },
};

export const connectionWord = (state: Connection['state']) => connectionWords[state];

/** Whether what is shown of the gateway may be out of date. */
export const isStale = (gateway: Gateway): boolean => gateway.connection.state !== 'connected';

/** `Last seen 14:02, trying again in 5 s.`; only what is known is said. */
export function staleLine(connection: Connection, now: number): string {
  const seen = connection.lastSeenAt === null ? null : `last seen ${formatSeen(connection.lastSeenAt, now)}`;
  const next = nextTry(connection, now);
  const parts = [seen, next].filter((part) => part !== null);
  if (parts.length === 0) return 'Not seen yet.';
  const line = parts.join(', ');
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

function nextTry(connection: Connection, now: number): string | null {
  if (connection.state === 'connecting') return 'trying now';
  if (connection.nextTryAt === null) return null;
  const seconds = secondsUntil(connection.nextTryAt, now);
  return seconds === 0 ? 'trying now' : `trying again in ${formatSeconds(seconds)}`;
}

/** Seconds that the gateway runs, carried forward from the moment at which they were read. */
export function uptimeMs(gateway: Gateway, now: number): number | null {
  if (!gateway.identity) return null;
  const sinceRead = gateway.connection.state === 'connected' ? Math.max(0, now - gateway.identity.readAt) : 0;
  return gateway.identity.uptimeSeconds * 1_000 + sinceRead;
}

const notConnected: Partial<Record<Connection['state'], string>> = {
  connecting: 'is being connected',
  restarting: 'is restarting',
  unreachable: 'does not answer',
  'login-needed': 'needs its password first',
  'certificate-untrusted': 'shows a certificate that has to be checked first',
  disconnected: 'is not connected',
};

export const hostLost = 'The workbench is not reached at the moment.';

interface ActContext {
  link: Link;
  /** `upgrade`, `backup`, …: what runs on this gateway now. */
  runningKind: string | null;
  /** Whether only an administrator may do it. */
  administrator: boolean;
}

/** Why something cannot be done with this gateway now; null when it can. */
export function whyNot(gateway: Gateway, { link, runningKind, administrator }: ActContext): string | null {
  const name = gatewayName(gateway);
  if (link.state !== 'open') return hostLost;
  const state = notConnected[gateway.connection.state];
  if (runningKind) return `${name} is busy: ${runningKind} is running.`;
  if (state) return `${name} ${state}.`;
  if (administrator && gateway.identity?.administrator === false) {
    return `The account ${gateway.username} may look and download only. Log in as an administrator.`;
  }
  return null;
}
