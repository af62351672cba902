/**
 * An id made of a name: `boiler-meters`, `boiler-meters-2` when that is taken. It names processes and log files, so that a
 * person finds them again. Undefined when the name has nothing for it: then the gateway makes one.
 */
export function freshId(name: string, taken: readonly string[]): string | undefined {
  const base = name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  if (base === '') return undefined;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
