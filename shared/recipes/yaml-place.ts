import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

export interface Place {
  line: number;
  column: number;
}

/** Where the value at `path` stands; where a part of the path is missing, the deepest part that is there. */
export function placeOf(document: Document, counter: LineCounter, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let found: Node | null = isNode(node) ? node : null;
  for (const part of path) {
    node = childOf(node, part);
    if (!isNode(node)) break;
    found = node;
  }
  return placeAt(counter, found?.range?.[0] ?? 0);
}

/** Where the key `key` of the map at `path` stands. */
export function placeOfKey(
  document: Document,
  counter: LineCounter,
  path: readonly PropertyKey[],
  key: string,
): Place {
  const map = path.reduce<unknown>(childOf, document.contents);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  const offset = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  return offset === undefined ? placeOf(document, counter, path) : placeAt(counter, offset);
}

/** Also of what the parser itself complains about, by its offset. */
export function placeAt(counter: LineCounter, offset: number): Place {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function childOf(node: unknown, part: PropertyKey): unknown {
  if (isSeq(node)) return typeof part === 'number' ? node.items[part] : undefined;
  if (!isMap(node)) return undefined;
  return node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part))?.value;
}
