import fc from 'fast-check';

/** Configurations of any shape whose references lead somewhere, as fast-check makes them. */

/** JSON values without what JSON itself does not keep (-0), and without the one name that is refused. */
const settingsValue = fc
  .dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), {
    maxKeys: 3,
    noNullPrototype: true,
  })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')));

const common = {
  id: fc.string({ minLength: 1, maxLength: 20 }),
  name: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  enabled: fc.constant(false),
  settings: settingsValue,
};
const byId = { selector: (item: { id: string }) => item.id, maxLength: 5 };
const list = <T extends { id: string }>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, byId);
const plainNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 1);

const unbound = fc.record({
  gateways: list(fc.record({ ...common, driver: fc.constantFrom('system', 'unknown', 'modbus') })),
  addresses: list(
    fc.record(
      {
        ...common,
        gateway: fc.nat(),
        address: fc.string({ maxLength: 20 }),
        type: fc.constantFrom('boolean', 'number', 'string'),
        unit: fc.string({ maxLength: 5 }),
        scale: plainNumber,
        offset: plainNumber,
        pollIntervalMs: fc.integer({ min: 100, max: 86_400_000 }),
        writable: fc.boolean(),
      },
      { requiredKeys: ['id', 'name', 'enabled', 'settings', 'gateway', 'address', 'type'] },
    ),
  ),
  routes: list(
    fc.record(
      { ...common, from: fc.nat(), to: fc.nat(), bothWays: fc.boolean() },
      { requiredKeys: ['id', 'name', 'enabled', 'settings', 'from', 'to'] },
    ),
  ),
  logics: list(
    fc.record({
      ...common,
      source: fc.string({ maxLength: 200, unit: 'binary' }),
      trigger: fc.option(fc.oneof(fc.nat(), fc.constant('0 3 * * *'))),
    }),
  ),
});

/** The part `accounts` and `settings` are the caller's. */
export const configuration = unbound.map(({ gateways, addresses: drawn, routes, logics }) => {
  const gatewayAt = (index: number) => gateways[index % gateways.length]?.id;
  const addresses = gateways.length === 0 ? [] : drawn.map((a) => ({ ...a, gateway: gatewayAt(a.gateway) }));
  const addressAt = (index: number) => addresses[index % addresses.length]?.id;
  const bound = addresses.length > 0;
  return {
    gateways,
    addresses,
    routes: bound ? routes.map((r) => ({ ...r, from: addressAt(r.from), to: addressAt(r.to) })) : [],
    logics: logics.map(({ trigger, ...logic }) => {
      if (typeof trigger === 'string') return { ...logic, trigger: { on: 'schedule', cron: trigger } };
      if (trigger === null || !bound) return logic;
      return { ...logic, trigger: { on: 'change', addresses: [addressAt(trigger)] } };
    }),
  };
});
