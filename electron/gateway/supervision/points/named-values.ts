import type { Address } from '#shared/gateway-api/configuration.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { NamedValues } from '../logics/evaluator-protocol.ts';

/** Values as logics see them: each by the id of its address, and by its alias. */
export function namedValues(
  addresses: () => ReadonlyMap<string, Address>,
  good: (id: string) => Value | null,
) {
  const named = (
    { id, alias }: Pick<Address, 'id' | 'alias'>,
    value: Value | null,
  ): [string, Value | null][] =>
    alias === undefined
      ? [[id, value]]
      : [
          [id, value],
          [alias, value],
        ];
  return {
    allValues: (): NamedValues =>
      Object.fromEntries([...addresses().values()].flatMap((address) => named(address, good(address.id)))),
    valuesOf(id: string, value: Value): NamedValues {
      const address = addresses().get(id);
      return address === undefined ? {} : Object.fromEntries(named(address, value));
    },
  };
}
