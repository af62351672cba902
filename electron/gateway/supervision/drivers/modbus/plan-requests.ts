import type { Address } from '#shared/gateway-api/configuration.ts';
import type {
  ByteOrder,
  ModbusAddress,
  ModbusArea,
  ModbusFormat,
} from '#shared/gateway-api/drivers/modbus-notation.ts';

/** One address with everything that the notation and the settings say about it. */
export interface ModbusPoint {
  address: Address;
  area: ModbusArea;
  offset: number;
  length: number;
  format: ModbusFormat;
  order: ByteOrder;
  unit: number;
  intervalMs: number;
}

/** Neighbouring points that are read at once. Points lie wholly within. */
export interface ModbusRequest {
  area: ModbusArea;
  unit: number;
  intervalMs: number;
  /** In bits or registers. */
  offset: number;
  length: number;
  points: readonly ModbusPoint[];
}

interface PlanLimits {
  /** Registers that nobody wants and that are read along; of bits sixteen times as many. */
  maxGap: number;
  maxRegisters: number;
}

/** The standard's own limit for bits in one answer. */
const maxBits = 2_000;
const bitsOfRegister = 16;

export const isBitArea = (area: ModbusArea): boolean => area === 'coil' || area === 'discrete';

interface Defaults {
  unit: number;
  order: ByteOrder;
  pollIntervalMs: number;
}

/** The notation's own parts go before the address's settings, those before the instance's. */
export function pointOf(
  address: Address,
  place: ModbusAddress,
  own: Partial<Pick<Defaults, 'unit' | 'order'>>,
  defaults: Defaults,
): ModbusPoint {
  return {
    address,
    area: place.area,
    offset: place.offset,
    length: place.length,
    format: place.format,
    order: place.order ?? own.order ?? defaults.order,
    unit: place.unit ?? own.unit ?? defaults.unit,
    intervalMs: address.pollIntervalMs ?? defaults.pollIntervalMs,
  };
}

/** As few requests as the limits allow, each for points of one unit, area and interval. */
export function planRequests(points: readonly ModbusPoint[], limits: PlanLimits): ModbusRequest[] {
  const groups = Map.groupBy(points, ({ unit, area, intervalMs }) => `${unit} ${area} ${intervalMs}`);
  return [...groups.values()].flatMap((group) => planGroup(group, limits));
}

function planGroup(points: readonly ModbusPoint[], { maxGap, maxRegisters }: PlanLimits): ModbusRequest[] {
  const bits = points.some(({ area }) => isBitArea(area));
  const gap = bits ? maxGap * bitsOfRegister : maxGap;
  const most = bits ? Math.min(maxBits, maxRegisters * bitsOfRegister) : maxRegisters;
  const sorted = points.toSorted((a, b) => a.offset - b.offset || a.length - b.length);
  const runs: ModbusPoint[][] = [];
  let from = 0;
  let end = 0;
  for (const point of sorted) {
    const run = runs.at(-1);
    const newEnd = Math.max(end, point.offset + point.length);
    if (run !== undefined && point.offset <= end + gap && newEnd - from <= most) {
      run.push(point);
      end = newEnd;
    } else {
      runs.push([point]);
      from = point.offset;
      end = point.offset + point.length;
    }
  }
  return runs.map(requestFor);
}

/**
 * For a device that refuses a request: its parts, cut at the widest gap, else in the middle, so that one register that is
 * not there does not take its neighbours with it. Null when there is nothing to cut.
 */
export function splitRequest(request: ModbusRequest): [ModbusRequest, ModbusRequest] | null {
  const { points } = request;
  if (points.length < 2) return null;
  let cut = Math.floor(points.length / 2);
  let widest = 0;
  let end = 0;
  for (const [index, point] of points.entries()) {
    if (index > 0 && point.offset - end > widest) [cut, widest] = [index, point.offset - end];
    end = Math.max(end, point.offset + point.length);
  }
  return [requestFor(points.slice(0, cut)), requestFor(points.slice(cut))];
}

/** Points are in the order of their offsets and there is at least one. */
export function requestFor(points: readonly ModbusPoint[]): ModbusRequest {
  const [first] = points;
  if (first === undefined) throw new Error('a request without points');
  const { area, unit, intervalMs, offset } = first;
  const end = Math.max(...points.map((point) => point.offset + point.length));
  return { area, unit, intervalMs, offset, length: end - offset, points };
}
