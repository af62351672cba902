import { atPath, documentWith, type MqttAddress } from '#shared/gateway-api/drivers/mqtt-notation.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { RawValue } from '../values/convert-value.ts';

/** Between payloads and raw values. Without I/O. */

/** A payload that has been read once for all addresses of its topic. */
export interface Payload {
  text: string;
  /** Undefined: not read as JSON yet; an outcome afterwards. */
  json?: Outcome<unknown>;
}

/** More is no value of a data point. */
export const maxPayloadBytes = 256 * 1024;

export function rawOfPayload(payload: Payload, path: MqttAddress['path']): Outcome<RawValue> {
  if (path === null) return done(payload.text);
  payload.json ??= parse(payload.text);
  if (!payload.json.ok) return payload.json;
  const found = atPath(payload.json.value, path);
  if (typeof found === 'number' || typeof found === 'boolean' || typeof found === 'string')
    return done(found);
  return refused(
    found === undefined ? `the payload has no ${pathText(path)}` : `${pathText(path)} is no single value`,
  );
}

/** What is published for a value: the value itself as text, or the smallest JSON that has it at the path. */
export const payloadOf = (path: MqttAddress['path'], value: Value): string =>
  path === null ? String(value) : JSON.stringify(documentWith(path, value));

function parse(text: string): Outcome<unknown> {
  try {
    return done(JSON.parse(text) as unknown);
  } catch {
    return refused('the payload is no JSON');
  }
}

const pathText = (path: readonly (string | number)[]): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
