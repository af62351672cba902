/** Filters by their levels: finds those that match a topic without looking at every one. */
export interface TopicTree<T> {
  /** One value a key and filter; a second one replaces the first. */
  add(filter: string, key: string, value: T): void;
  remove(filter: string, key: string): void;
  match(topic: string): T[];
}

interface Branch<T> {
  below: Map<string, Branch<T>>;
  values: Map<string, T>;
}

const branch = <T>(): Branch<T> => ({ below: new Map(), values: new Map() });

export function createTopicTree<T>(): TopicTree<T> {
  const root = branch<T>();
  return {
    add(filter, key, value) {
      let at = root;
      for (const level of filter.split('/')) {
        const next = at.below.get(level) ?? branch<T>();
        at.below.set(level, next);
        at = next;
      }
      at.values.set(key, value);
    },
    remove: (filter, key) => void prune(root, filter.split('/'), key),
    match(topic) {
      const found: T[] = [];
      collect(root, topic.split('/'), 0, found);
      return found;
    },
  };
}

/** Whether nothing is left of the branch. */
function prune<T>(at: Branch<T>, levels: readonly string[], key: string): boolean {
  const [level, ...rest] = levels;
  if (level === undefined) at.values.delete(key);
  else {
    const next = at.below.get(level);
    if (next !== undefined && prune(next, rest, key)) at.below.delete(level);
  }
  return at.values.size === 0 && at.below.size === 0;
}

function collect<T>(at: Branch<T>, levels: readonly string[], depth: number, found: T[]): void {
  const level = levels[depth];
  // Wildcards in the first level do not reach the broker's own topics.
  const wild = depth > 0 || level?.startsWith('$') !== true;
  if (wild) found.push(...(at.below.get('#')?.values.values() ?? []));
  if (level === undefined) {
    found.push(...at.values.values());
    return;
  }
  for (const name of wild ? [level, '+'] : [level]) {
    const next = at.below.get(name);
    if (next !== undefined) collect(next, levels, depth + 1, found);
  }
}
