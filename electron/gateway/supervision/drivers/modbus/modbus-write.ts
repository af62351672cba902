import type { Value } from '#shared/gateway-api/values.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { rawOfValue } from '../values/convert-value.ts';
import type { LinkAnswer, ModbusLink } from './modbus-link.ts';
import { isBitArea, type ModbusPoint } from './plan-requests.ts';
import { encodeRegisters } from './registers.ts';

/** Writes a value as people see it; what cannot be written is refused before anything is sent. */
export async function writePoint(link: ModbusLink, point: ModbusPoint, value: Value): Promise<Outcome<null>> {
  const { area, format, order } = point;
  if (area === 'discrete' || area === 'input') return refused(`${area} can only be read on a Modbus device`);
  const raw = rawOfValue(point.address, value);
  if (!raw.ok) return raw;
  if (isBitArea(area)) return asOutcome(await link.writeCoil(point, truth(raw.value)));
  if (format.kind === 'register-bit') return writeBit(link, point, format.bit, truth(raw.value));
  if (format.kind === 'bit') return refused('a register has no single bit');
  const bytes = encodeRegisters(format, order, raw.value);
  return bytes.ok ? asOutcome(await link.writeRegisters(point, bytes.value)) : bytes;
}

/** The other bits of the register stay as they are at this moment. */
async function writeBit(
  link: ModbusLink,
  point: ModbusPoint,
  bit: number,
  on: boolean,
): Promise<Outcome<null>> {
  const before = await link.read(point);
  if (!before.ok) return refused(before.reason);
  const bytes = Buffer.alloc(2);
  const register = before.value.readUInt16BE(0);
  bytes.writeUInt16BE(on ? register | (1 << bit) : register & ~(1 << bit));
  return asOutcome(await link.writeRegisters(point, bytes));
}

const truth = (value: Value): boolean => (typeof value === 'string' ? value === 'true' : Boolean(value));

const asOutcome = (answer: LinkAnswer<null>): Outcome<null> =>
  answer.ok ? done(null) : refused(answer.reason);
