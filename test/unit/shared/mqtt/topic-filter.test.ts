import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coversFilter, isTopicFilter, isTopicName, matchesTopic } from '#shared/mqtt/topic-filter.ts';

/** The examples of MQTT 3.1.1, section 4.7, and what surprises in them. */
test.each([
  ['sport/tennis/player1/#', 'sport/tennis/player1', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
  ['sport/#', 'sport', true],
  ['#', 'a/b', true],
  ['sport/tennis/+', 'sport/tennis/player1', true],
  ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
  ['sport/+', 'sport', false],
  ['sport/+', 'sport/', true],
  ['+/+', '/finance', true],
  ['/+', '/finance', true],
  ['+', '/finance', false],
  ['#', '$SYS/broker/uptime', false],
  ['+/broker/uptime', '$SYS/broker/uptime', false],
  ['$SYS/#', '$SYS/broker/uptime', true],
  ['$SYS/broker/+', '$SYS/broker/uptime', true],
  ['a/b', 'a/B', false],
  ['sport/#', 'sports', false],
])('filter %s, topic %s: %s', (filter, topic, expected) => {
  expect(matchesTopic(filter, topic)).toBe(expected);
});

test.each(['a', '/', 'a//b', '+', '#', 'a/+/b', 'a/#', '+/#', '$SYS/#'])('%s is a filter', (text) => {
  expect(isTopicFilter(text)).toBe(true);
});

test.each(['', 'a#', 'a+', 'a/+b', '#/a', 'a/#/b', 'a\u0000', 'é'.repeat(32_768)])('%j is none', (text) => {
  expect(isTopicFilter(text)).toBe(false);
});

test.each([
  ['a/b', true],
  ['a/+', false],
  ['a/#', false],
  ['', false],
  ['a\u0000b', false],
])('topic name %j: %s', (text, expected) => {
  expect(isTopicName(text)).toBe(expected);
});

test.each([
  ['i/T/a/A/#', 'i/T/a/A/#', true],
  ['i/T/a/A/#', 'i/T/a/A', true],
  ['i/T/a/A/#', 'i/T/a/A/jobs/+', true],
  ['i/T/a/A/#', 'i/T/a/+/jobs', false],
  ['i/T/a/A/#', 'i/T/a/#', false],
  ['i/T/a/A/#', '#', false],
  ['#', '$SYS/#', false],
  ['+/+', '+/#', false],
  ['a/+', 'a/#', false],
  ['a/#', 'a/+/b', true],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(coversFilter(outer, inner)).toBe(expected);
});

const level = fc.constantFrom('a', 'b', '', '$x');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '', '$x', '+'), { minLength: 0, maxLength: 4 }), fc.boolean())
  .map(([levels, all]) => [...levels, ...(all || levels.length === 0 ? ['#'] : [])].join('/'))
  .filter(isTopicFilter);

/** A topic that `inner` matches, made from it: the witness for "not covered". */
function* topicsOf(inner: string): Generator<string> {
  const filled = inner.split('/').map((part) => (part === '+' ? 'other' : part));
  const whole = filled.join('/');
  if (!whole.endsWith('#')) return yield whole;
  yield `${whole.slice(0, -1)}other`;
  yield `${whole.slice(0, -1)}other/deeper/than/any/of/ours`;
  if (filled.length > 1) yield filled.slice(0, -1).join('/');
}

test('what is covered reaches nothing that the outer filter does not, and what is not covered does', () => {
  fc.assert(
    fc.property(filter, filter, topic, (outer, inner, any) => {
      if (coversFilter(outer, inner)) {
        return !matchesTopic(inner, any) || matchesTopic(outer, any);
      }
      const witness = [...topicsOf(inner)].filter((made) => matchesTopic(inner, made));
      return (outer === '+/#' && inner === '#') || witness.some((made) => !matchesTopic(outer, made));
    }),
    { numRuns: 3000 },
  );
});

test('a topic is a filter that matches itself alone', () => {
  fc.assert(
    fc.property(topic.filter(isTopicName), topic, (name, other) => {
      return matchesTopic(name, name) && matchesTopic(name, other) === (name === other);
    }),
  );
});
