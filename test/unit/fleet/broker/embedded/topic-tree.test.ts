import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTopicFilter, matchesTopic } from '#shared/mqtt/topic-filter.ts';
import { createTopicTree } from '../../../../../electron/fleet/broker/embedded/topic-tree.ts';

const levels = (...words: string[]) =>
  fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const filter = levels('a', 'b', '', '+', '#', '$x').filter(isTopicFilter);
const key = fc.constantFrom('one', 'two', 'three');

test('the tree finds what comparing every filter finds, also after some were taken out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ filter, key, add: fc.boolean() }), { maxLength: 30 }),
      fc.array(levels('a', 'b', '', '$x'), { minLength: 1, maxLength: 10 }),
      (steps, topics) => {
        const tree = createTopicTree<string>();
        const flat = new Map<string, string>();
        for (const step of steps) {
          const name = `${step.key} ${step.filter}`;
          if (step.add) {
            tree.add(step.filter, step.key, name);
            flat.set(name, step.filter);
          } else {
            tree.remove(step.filter, step.key);
            flat.delete(name);
          }
        }
        for (const topic of topics.filter((one) => one !== '')) {
          const expected = [...flat].flatMap(([name, of]) => (matchesTopic(of, topic) ? [name] : []));
          expect(tree.match(topic).toSorted()).toEqual(expected.toSorted());
        }
      },
    ),
  );
});
