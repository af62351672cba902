import { type Parsed, understood, unreadable } from './notation.ts';

/**
 * Addresses of the MQTT driver: `topic` or `topic#path`. The path says where the value is in a JSON payload:
 * `values.temperature`, `rows[0].value`, `["odd name"]`; a `$.` before it is allowed. Without one the whole payload is the
 * value. `#` can be in no concrete topic, so that it parts the two.
 */
export interface MqttAddress {
  topic: string;
  /** Null: the payload itself. */
  path: readonly (string | number)[] | null;
}

const maxTopicBytes = 65_535;

export function parseMqttAddress(text: string): Parsed<MqttAddress> {
  const at = text.indexOf('#');
  const topic = at < 0 ? text : text.slice(0, at);
  const wrong = topicTrouble(topic);
  if (wrong !== null) return unreadable(wrong);
  if (at < 0) return understood({ topic, path: null });
  const path = parseJsonPath(text.slice(at + 1));
  return path === null
    ? unreadable(`"${text.slice(at + 1)}" is no path such as values.temperature or rows[0]`)
    : understood({ topic, path });
}

/** What is wrong with a topic to publish to; null: nothing. */
export function topicTrouble(topic: string): string | null {
  if (topic === '') return 'the topic is empty';
  if (/[+#]/.test(topic)) return 'a topic has no wildcards here';
  if (topic.includes('\0')) return 'the topic holds a NUL';
  return new TextEncoder().encode(topic).length > maxTopicBytes ? 'the topic is too long' : null;
}

/** Null for what is no path. */
export function parseJsonPath(text: string): (string | number)[] | null {
  let rest = text.replace(/^\$\.?/, '');
  const path: (string | number)[] = [];
  while (rest !== '') {
    const step = /^(?:\[(\d{1,6})\]|\["((?:[^"\\]|\\.)*)"\]|(\.?)([^.[\]"#]+))/.exec(rest);
    if (step === null) return null;
    const [whole, index, quoted, dot, name] = step;
    // The first name has no dot before it, each later one has.
    if (name !== undefined && (dot === '.') !== path.length > 0) return null;
    const key = quoted === undefined ? name : unquote(quoted);
    if (index === undefined && key === null) return null;
    path.push(index === undefined ? (key ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return path.length === 0 ? null : path;
}

function unquote(text: string): string | null {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return null;
  }
}

/** What is at `path`; undefined where there is nothing. Only own names are followed. */
export function atPath(document: unknown, path: readonly (string | number)[]): unknown {
  let here = document;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** The smallest document that has `value` at `path`: what is published when such an address is written. */
export function documentWith(path: readonly (string | number)[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => {
    if (typeof step === 'string') return Object.fromEntries([[step, inner]]);
    const list: unknown[] = Array.from({ length: step }, () => null);
    list.push(inner);
    return list;
  }, value);
}
