import { z } from 'zod';
import { peersApi } from '#shared/gateway-api/peers-api.ts';
import { toTable } from '../to-lines.ts';
import type { Command } from './command.ts';

export const driversCommand: Command = {
  name: 'drivers',
  usage: '',
  summary: 'Driver instances and whether they run',
  async run({ api, print }) {
    const answer = await api.peers('gateways', 'getGateways', {});
    if (!answer.ok) {
      await print(answer.failure.message);
      return 'done';
    }
    const drivers = Object.values(z.parse(peersApi.gateways.getGateways.result, answer.value));
    const rows = drivers.map(({ id, name, driver, process }) => [id, driver, process.state, name]);
    const why = drivers
      .filter(({ process }) => process.reason !== null)
      .map(({ id, process }) => `${id}: ${process.reason}`);
    await print(
      drivers.length === 0
        ? 'There is no driver instance.'
        : [toTable([['ID', 'DRIVER', 'STATE', 'NAME'], ...rows]), ...why].join('\n'),
    );
    return 'done';
  },
};
