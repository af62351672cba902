import { hostname } from 'node:os';
import { isLoopback } from '#platform/arguments/argument-values.ts';
import type { BrokerLimits } from '../broker/embedded/limits.ts';
import type { ListenerOptions } from '../broker/embedded/listener.ts';
import type { ExternalAddress } from '../broker/external/external-address.ts';
import type { AgentMqtt } from '../provisioning/agent-mqtt.ts';

/** MQTT as the fleet backend is started with it. */
export interface MqttOptions {
  /** Plain TCP; 0: any free one. */
  port: number;
  /** With a certificate only. */
  tlsPort: number;
  /** Whether the plain port is open to the network, too, when there is TLS. */
  plain: boolean;
  /** A Mosquitto that stands elsewhere, instead of the broker here. */
  external: ExternalAddress | null;
  /** What another broker sends when it asks about our users; null: it asks from this machine. */
  callbackSecret: string | null;
  limits?: Partial<BrokerLimits>;
}

/** PEM. `hsts`: clients trust it by themselves. */
export interface FleetCertificate {
  key: string;
  cert: string;
  hsts?: boolean;
}

interface Served {
  host: string;
  tls: FleetCertificate | undefined;
  publicUrl: string | null;
  mqtt: MqttOptions;
}

/** What is open to a network is never plain, unless it was asked for. */
export function listenersOf({ host, tls, mqtt }: Served): ListenerOptions[] {
  const open = tls === undefined || mqtt.plain || isLoopback(host);
  const plain = { host: open ? host : '127.0.0.1', port: mqtt.port };
  return tls === undefined ? [plain] : [plain, { host, port: mqtt.tlsPort, tls }];
}

/** Where agents are told to connect: the one of `urls` that is open to them. */
export function agentEndpoint(
  { host, tls, publicUrl, mqtt }: Served,
  urls: readonly string[],
): ReturnType<AgentMqtt['broker']> {
  const chosen = urls.find((url) => url.startsWith('mqtts:')) ?? urls[0] ?? `mqtt://${host}:${mqtt.port}`;
  const { protocol, hostname: listening, port } = new URL(chosen);
  const useTls = protocol === 'mqtts:';
  const isOwn = useTls && mqtt.external === null && tls !== undefined && tls.hsts !== true;
  const wildcard = mqtt.external === null && (host === '0.0.0.0' || host === '::');
  const named = publicUrl === null || mqtt.external !== null ? null : new URL(publicUrl).hostname;
  // Through a wildcard it is reached under the name of this machine, not under loopback.
  const reached = named ?? (wildcard ? hostname() : listening.replace(/^\[|\]$/g, ''));
  return {
    protocol: useTls ? 'mqtts' : 'mqtt',
    host: reached,
    port: Number(port) || (useTls ? 8883 : 1883),
    useTls,
    // Only where agents do not trust it already: it takes the place of all authorities that they know.
    ...(isOwn && { caCert: tls.cert }),
    verifyCertificate: useTls,
  };
}
