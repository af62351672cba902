import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/** Names of fields whose values never reach a log, at any depth that the product's records have. */
export const secretFields = [
  'password',
  'passwordHash',
  'sessionId',
  'token',
  'cookie',
  'authorization',
  'set-cookie',
  'x-api-key',
  'privateKey',
  'secret',
] as const;

const depths = ['', '*.', '*.*.'];
const quoted = (name: string) => (/^\w+$/.test(name) ? name : `["${name}"]`);

const redactPaths = secretFields.flatMap((name) =>
  depths.map((depth) =>
    name.includes('-') ? `${depth.replace(/\.$/, '')}${quoted(name)}` : `${depth}${name}`,
  ),
);

/** One JSON line an event, secrets replaced by `[redacted]`. `destination` defaults to stdout. */
export function createLogger(
  options: { name: string; level?: string },
  destination?: DestinationStream,
): Logger {
  const config = {
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: redactPaths, censor: '[redacted]' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { error: stdSerializers.err },
  };
  return destination === undefined ? pino(config) : pino(config, destination);
}
