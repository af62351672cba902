import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import type { Address, DriverInstance } from '#shared/gateway-api/configuration.ts';
import { type SystemFigure, systemFigures } from '#shared/gateway-api/drivers/system-settings.ts';
import { networkBytes, temperature } from './system/machine-figures.ts';

const instanceId = 'system';

/**
 * Gives a gateway that has never run one `system` instance, with an address for each figure that this machine has. An
 * instance of this id that is there already stays, so that a start that was cut off is simply done again.
 */
export async function addFirstDrivers({ sql, transaction }: Database, log: Logger): Promise<void> {
  const missing = new Set<SystemFigure>();
  if ((await temperature()) === null) missing.add('#temp');
  if ((await networkBytes()) === null) missing.add('#net-in').add('#net-out');
  const figures = (Object.keys(systemFigures) as SystemFigure[]).filter((figure) => !missing.has(figure));
  const instance: DriverInstance = {
    id: instanceId,
    name: 'This machine',
    enabled: true,
    driver: 'system',
    settings: {},
  };
  const add = sql.prepare(
    'INSERT OR IGNORE INTO documents (part, id, position, document) VALUES (?, ?, ?, ?)',
  );
  transaction(() => {
    add.run('gateways', instance.id, 0, JSON.stringify(instance));
    for (const [position, figure] of figures.entries()) {
      const address = addressOf(figure);
      add.run('addresses', address.id, position, JSON.stringify(address));
    }
  });
  log.info({ addresses: figures.length }, 'first driver instance made');
}

function addressOf(figure: SystemFigure): Address {
  const handle = figure.slice(1);
  const { name, unit } = systemFigures[figure];
  return {
    id: `${instanceId}-${handle}`,
    name,
    enabled: true,
    gateway: instanceId,
    alias: `${instanceId}_${handle.replace('-', '_')}`,
    address: figure,
    type: 'number',
    unit,
    settings: {},
  };
}
