import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface GatewayArguments {
  dataFolder: string;
  host: string;
  port: number;
  tls: boolean;
  name: string | null;
  allowUnsigned: boolean;
  /** Folders of trusted public keys; null: the ones that come with the product. */
  keyFolders: string[] | null;
  healthTimeoutMs: number;
}

export const usage = `usage: npm run gateway -- --data DIR [options]
  --data DIR              where everything of this gateway lies
  --port N                0 takes any free port (default 8480)
  --host H                address to listen on (default 127.0.0.1); any other than loopback brings TLS
  --name N                name of a gateway that has none yet
  --tls                   https with a certificate of its own, made at the first start
  --allow-unsigned        also takes packages and firmware that nobody known has signed
  --keys DIR              folder of trusted public keys, may be repeated (default: those that come with the product)
  --health-timeout-s N    how long a new revision may take to become healthy (default 60)
`;

/** Reads the command line. Throws an Error whose message is a sentence for the person who typed it. */
export function parseGatewayArguments(argv: readonly string[]): GatewayArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '8480' },
      host: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string' },
      tls: { type: 'boolean', default: false },
      'allow-unsigned': { type: 'boolean', default: false },
      keys: { type: 'string', multiple: true },
      'health-timeout-s': { type: 'string', default: '60' },
    },
  });
  if (values.data === undefined) throw new Error('Say where the data lies: --data DIR');
  return {
    dataFolder: resolve(values.data),
    host: values.host,
    port: number(values.port, '--port', { min: 0, max: 65_535 }),
    // Security baseline: what is open to a network is never plain.
    tls: values.tls || !isLoopback(values.host),
    name: values.name ?? null,
    allowUnsigned: values['allow-unsigned'],
    keyFolders: values.keys?.map((folder) => resolve(folder)) ?? null,
    healthTimeoutMs: number(values['health-timeout-s'], '--health-timeout-s', { min: 0.1, max: 3600 }) * 1000,
  };
}

function number(text: string, option: string, { min, max }: { min: number; max: number }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const whole = option !== '--port' || Number.isInteger(value);
  if (whole && value >= min && value <= max) return value;
  throw new Error(`${option} has to be a number from ${min} to ${max}, not "${text}"`);
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
