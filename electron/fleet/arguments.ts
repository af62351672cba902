import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { certificateOption, isLoopback, numberOption } from '#platform/arguments/argument-values.ts';
import type { Place } from '#platform/store/store.ts';
import type { MailSettings } from './auth/mailer.ts';
import { type ExternalAddress, parseBrokerUrl } from './broker/external/external-address.ts';
import type { MqttOptions } from './mqtt/mqtt-options.ts';

export interface FleetArguments {
  dataFolder: string;
  database: Place;
  host: string;
  port: number;
  tls: boolean;
  /** PEM files of a certificate that was given; null: one of its own, made at the first start. */
  certificate: { cert: string; key: string } | null;
  publicUrl: string | null;
  mail: MailSettings | null;
  openRegistration: boolean;
  mqtt: MqttOptions;
}

export const usage = `usage: npm run fleet -- --data DIR [options]
  --data DIR              where everything of this fleet backend lies
  --port N                0 takes any free port (default 3002)
  --host H                address to listen on (default 127.0.0.1); any other than loopback brings TLS
  --database URL          postgres://user:password@host/name instead of a SQLite file in DIR
  --tls                   https with a certificate of its own, made at the first start
  --cert FILE --key FILE  https with this certificate (PEM, with its chain) and its private key
  --public-url URL        where people reach it, for links in mails (default: the address that it listens on)
  --smtp URL              mail server, smtp://user:password@host:port; also as GATEWRIGHT_SMTP_URL
  --mail-from ADDRESS     sender of its mails (needed with --smtp)
  --mqtt-port N           plain MQTT (default 1883; with TLS on this machine only)
  --mqtt-tls-port N       MQTT over TLS, where there is a certificate (default 8883)
  --mqtt-plain            opens the plain port to the network, too
  --mqtt URL              mqtt://user:password@host:port of a Mosquitto with its dynamic-security plugin, instead of the
                          broker in here; also as GATEWRIGHT_MQTT_URL
  --mqtt-callback-secret S  what another broker sends when it asks about users; also as GATEWRIGHT_MQTT_CALLBACK_SECRET
  --open-registration     anybody may make an account (as viewer); otherwise by invite only

  The first account is "admin"; its password is GATEWRIGHT_ADMIN_PASSWORD, or is generated, printed once and written to
  DIR/initial-admin-password.
`;

/** Reads the command line. Throws an Error whose message is a sentence for the person who typed it. */
export function parseFleetArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): FleetArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '3002' },
      host: { type: 'string', default: '127.0.0.1' },
      database: { type: 'string' },
      tls: { type: 'boolean', default: false },
      cert: { type: 'string' },
      key: { type: 'string' },
      'public-url': { type: 'string' },
      smtp: { type: 'string' },
      'mail-from': { type: 'string' },
      'open-registration': { type: 'boolean', default: false },
      'mqtt-port': { type: 'string', default: '1883' },
      'mqtt-tls-port': { type: 'string', default: '8883' },
      'mqtt-plain': { type: 'boolean', default: false },
      mqtt: { type: 'string' },
      'mqtt-callback-secret': { type: 'string' },
    },
  });
  if (values.data === undefined) throw new Error('Say where the data lies: --data DIR');
  const dataFolder = resolve(values.data);
  const certificate = certificateOption(values.cert, values.key);
  return {
    dataFolder,
    database: placeOf(values.database, dataFolder),
    host: values.host,
    port: portOf(values.port, '--port'),
    // Security baseline: what is open to a network is never plain.
    tls: values.tls || certificate !== null || !isLoopback(values.host),
    certificate,
    publicUrl: publicUrlOf(values['public-url']),
    mail: mailOf(values.smtp ?? environment.GATEWRIGHT_SMTP_URL, values['mail-from']),
    openRegistration: values['open-registration'],
    mqtt: {
      port: portOf(values['mqtt-port'], '--mqtt-port'),
      tlsPort: portOf(values['mqtt-tls-port'], '--mqtt-tls-port'),
      plain: values['mqtt-plain'],
      external: brokerOf(values.mqtt ?? environment.GATEWRIGHT_MQTT_URL),
      callbackSecret: values['mqtt-callback-secret'] ?? environment.GATEWRIGHT_MQTT_CALLBACK_SECRET ?? null,
    },
  };
}

const portOf = (text: string, option: string): number => numberOption(text, option, { min: 0, max: 65_535 });

function brokerOf(text: string | undefined): ExternalAddress | null {
  if (text === undefined) return null;
  const address = parseBrokerUrl(text);
  if (address === null) throw new Error('--mqtt has to be an address like mqtt://user:password@host:1883');
  return address;
}

function placeOf(text: string | undefined, dataFolder: string): Place {
  if (text === undefined) return { kind: 'sqlite', path: join(dataFolder, 'fleet.sqlite') };
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { kind: 'postgres', url: text };
  throw new Error('--database has to be an address like postgres://user:password@host:5432/name');
}

function publicUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error(`--public-url has to begin with http:// or https://, not "${text}"`);
  }
  return text.replace(/\/+$/, '');
}

function mailOf(url: string | undefined, from: string | undefined): MailSettings | null {
  if (url === undefined) {
    if (from !== undefined) throw new Error('--mail-from is for --smtp: give both');
    return null;
  }
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error('--smtp has to be an address like smtp://user:password@host:587');
  }
  if (from === undefined) throw new Error('--smtp needs --mail-from, the sender of the mails');
  return { url, from };
}
