import { z } from 'zod';
import { parseModbusAddress } from '#shared/gateway-api/drivers/modbus-notation.ts';
import {
  type ModbusSettings,
  modbusAddressSettingsSchema,
  modbusSettingsSchema,
} from '#shared/gateway-api/drivers/modbus-settings.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import type { Driver, DriverContext } from '../driver.ts';
import type { Reading } from '../driver-protocol.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { createLine } from './line.ts';
import { createModbusLink, type ModbusLink } from './modbus-link.ts';
import { writePoint } from './modbus-write.ts';
import { type ModbusPoint, pointOf, requestFor } from './plan-requests.ts';
import { readingsOf } from './point-reading.ts';
import { createPollLoop } from './poll-loop.ts';

/** Polls and writes devices over Modbus TCP, RTU or RTU over TCP: the `modbus` driver. */
export function createModbusDriver(context: DriverContext): Outcome<Driver> {
  const settings = modbusSettingsSchema.safeParse(context.settings);
  if (!settings.success) return refused(z.prettifyError(settings.error));
  const points = pointsOf(context, settings.data);
  const link = createModbusLink(settings.data);
  const line = createLine();
  const stopping = new AbortController();
  const loop = createPollLoop({
    context,
    link,
    line,
    settings: settings.data,
    points: [...points.values()],
    stopping: stopping.signal,
  });
  let polling: Promise<void> = Promise.resolve();
  return done({
    start() {
      polling = loop();
    },
    write: (address, value) =>
      line.run(
        async () => {
          const point = points.get(address.id);
          if (point === undefined) return refused('the address cannot be understood');
          return link.isOpen()
            ? writeAndReadBack(link, point, value, context.nowMs)
            : refused('there is no connection to the device');
        },
        { urgent: true },
      ),
    async stop() {
      stopping.abort();
      await polling;
      await line.idle();
      await link.close();
    },
  });
}

/** By the id of the address. One that cannot be understood is told as a bad reading and left out. */
function pointsOf(context: DriverContext, settings: ModbusSettings): Map<string, ModbusPoint> {
  const points = new Map<string, ModbusPoint>();
  const refuse = (id: string, reason: string) =>
    context.read({ id, value: null, at: context.nowMs(), quality: 'bad', reason });
  for (const address of context.addresses) {
    const place = parseModbusAddress(address.address);
    const own = modbusAddressSettingsSchema.safeParse(address.settings);
    if (!place.ok) refuse(address.id, place.reason);
    else if (!own.success) refuse(address.id, z.prettifyError(own.error));
    else points.set(address.id, pointOf(address, place.value, own.data, settings));
  }
  return points;
}

async function writeAndReadBack(
  link: ModbusLink,
  point: ModbusPoint,
  value: Value,
  nowMs: () => number,
): Promise<Outcome<Reading>> {
  const written = await writePoint(link, point, value);
  if (!written.ok) return written;
  const answer = await link.read(point);
  if (answer.ok) {
    const [reading] = readingsOf(requestFor([point]), answer.value, nowMs());
    return reading === undefined ? refused('nothing was read back') : done(reading);
  }
  const reason = `it was written, but not read back: ${answer.reason}`;
  return done({ id: point.address.id, value, at: nowMs(), quality: 'uncertain', reason });
}
