/** Topics and filters of MQTT 3.1.1, section 4.7. Levels are compared as they stand; an empty level is a level. */

/** Longest topic in UTF-8 bytes that the protocol can carry. */
const maxTopicBytes = 65_535;

/** A name that can be published to: not empty, without wildcards and without U+0000. */
export const isTopicName = (text: string): boolean => fits(text) && !/[+#]/.test(text);

/** A filter that can be subscribed to: `+` is a whole level, `#` the last one. */
export function isTopicFilter(text: string): boolean {
  if (!fits(text)) return false;
  const levels = text.split('/');
  return levels.every(
    (level, at) => !/[+#]/.test(level) || level === '+' || (level === '#' && at === levels.length - 1),
  );
}

/** Whether a message to `topic` reaches a subscription of `filter`. */
export function matchesTopic(filter: string, topic: string): boolean {
  if (hidden(filter, topic)) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [at, level] of wanted.entries()) {
    // `a/#` is `a` and all below.
    if (level === '#') return true;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}

/**
 * Whether every topic that `inner` matches is matched by `outer`, too: whether a rule permits a subscription. Says no to
 * `#` under `+/#`, which would be the same.
 */
export function coversFilter(outer: string, inner: string): boolean {
  if (hidden(outer, inner)) return false;
  const wide = outer.split('/');
  const narrow = inner.split('/');
  for (const [at, level] of wide.entries()) {
    if (level === '#') return true;
    const under = narrow[at];
    if (under === undefined || under === '#' || (level !== '+' && level !== under)) return false;
  }
  return wide.length === narrow.length;
}

/** Topics that begin with `$` belong to the broker: a wildcard in the first level does not reach them [MQTT-4.7.2-1]. */
const hidden = (filter: string, topic: string): boolean => topic.startsWith('$') && /^[+#]/.test(filter);

const fits = (text: string): boolean =>
  text !== '' && !text.includes('\u0000') && new TextEncoder().encode(text).length <= maxTopicBytes;
