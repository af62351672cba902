import { setTimeout as delay } from 'node:timers/promises';
import modbus from 'modbus-serial';
import type { ModbusArea } from '#shared/gateway-api/drivers/modbus-notation.ts';
import type { ModbusSettings } from '#shared/gateway-api/drivers/modbus-settings.ts';
import { done, type Outcome, refused } from '../outcome.ts';

// A CommonJS module whose types speak of a default export: this is the class for Node, TypeScript and bundlers alike.
const ModbusRTU = modbus.default;
type ModbusRTU = InstanceType<typeof ModbusRTU>;

/** The seam to the wire: requests as values, and no exception leaves it. */

interface LinkFailure {
  ok: false;
  /** `exception`: the device answered and refuses; `garbage`: what came is no answer to what was asked. */
  kind: 'timeout' | 'exception' | 'garbage' | 'closed';
  /** Of `exception`. */
  code: number | null;
  reason: string;
}
export type LinkAnswer<T> = { ok: true; value: T } | LinkFailure;

interface Place {
  unit: number;
  area: ModbusArea;
  offset: number;
}

export interface ModbusLink {
  open(): Promise<Outcome<null>>;
  isOpen(): boolean;
  /** The data bytes of the answer: registers high byte first, or bits from the lowest on. */
  read(place: Place & { length: number }): Promise<LinkAnswer<Buffer>>;
  writeRegisters(place: Place, bytes: Buffer): Promise<LinkAnswer<null>>;
  writeCoil(place: Place, on: boolean): Promise<LinkAnswer<null>>;
  close(): Promise<void>;
}

const closeMs = 300;
/** modbus-serial’s own time-out comes first; this one is for requests that a lost connection took along. */
const graceMs = 250;

export function createModbusLink(settings: ModbusSettings): ModbusLink {
  const { timeoutMs } = settings;
  let client: ModbusRTU | null = null;

  async function open(): Promise<Outcome<null>> {
    const fresh = new ModbusRTU();
    // Without a listener an error of the port would end the process; each request reports its own.
    fresh.on('error', () => undefined);
    const late = Symbol('late');
    const opened = await Promise.race([
      connect(fresh, settings).then(() => null, errorOf),
      delay(Math.max(timeoutMs, 1_000), late),
    ]);
    if (opened === null) {
      fresh.setTimeout(timeoutMs);
      client = fresh;
      return done(null);
    }
    fresh.destroy(() => undefined);
    return refused(
      opened === late ? `${placeOf(settings)} does not answer` : connectReason(settings, opened),
    );
  }
  async function ask<T>(unit: number, request: (open: ModbusRTU) => Promise<T>): Promise<LinkAnswer<T>> {
    const asked = client;
    if (asked === null || !asked.isOpen) return closed();
    asked.setID(unit);
    const late = Symbol('late');
    const deadline = new AbortController();
    const answer = await Promise.race([
      request(asked).then(
        (value) => ({ value }),
        (error) => ({ error: errorOf(error) }),
      ),
      delay(timeoutMs + graceMs, late, { signal: deadline.signal }).catch(() => late),
    ]);
    deadline.abort();
    if (typeof answer === 'symbol') return client?.isOpen === true ? timedOut(unit, timeoutMs) : closed();
    return 'value' in answer ? { ok: true, value: answer.value } : failureOf(answer.error, unit, timeoutMs);
  }
  return {
    open,
    isOpen: () => client?.isOpen === true,
    async read({ unit, area, offset, length }) {
      const answer = await ask<{ buffer: Buffer }>(unit, (open) => open[readers[area]](offset, length));
      if (!answer.ok) return answer;
      const bytes = answer.value.buffer;
      const wanted = area === 'coil' || area === 'discrete' ? Math.ceil(length / 8) : length * 2;
      // The count inside the answer is not checked by modbus-serial.
      return bytes.length === wanted
        ? { ok: true, value: bytes }
        : garbage(`unit ${unit} sent ${bytes.length} bytes of data where ${wanted} were asked for`);
    },
    async writeRegisters({ unit, offset }, bytes) {
      const single = bytes.length === 2 && !settings.writeMultiple;
      const answer = await ask<unknown>(unit, (open) =>
        single ? open.writeRegister(offset, bytes.readUInt16BE(0)) : open.writeRegisters(offset, bytes),
      );
      return answer.ok ? { ok: true, value: null } : answer;
    },
    async writeCoil({ unit, offset }, on) {
      const answer = await ask<unknown>(unit, (open) =>
        settings.writeMultiple ? open.writeCoils(offset, [on]) : open.writeCoil(offset, on),
      );
      return answer.ok ? { ok: true, value: null } : answer;
    },
    async close() {
      const closing = client;
      client = null;
      if (closing === null) return;
      const gone = new Promise<void>((resolve) => {
        if (closing.isOpen) closing.close(() => resolve());
        else resolve();
      });
      await Promise.race([gone, delay(closeMs, undefined, { ref: false })]);
      // A peer that is gone never says goodbye.
      closing.destroy(() => undefined);
    },
  };
}

const readers = {
  coil: 'readCoils',
  discrete: 'readDiscreteInputs',
  holding: 'readHoldingRegisters',
  input: 'readInputRegisters',
} as const satisfies Record<ModbusArea, keyof ModbusRTU>;

/** Also what fails at once, e.g. a machine without the serial library, is a rejection. */
async function connect(client: ModbusRTU, settings: ModbusSettings): Promise<void> {
  switch (settings.transport) {
    case 'tcp':
      return client.connectTCP(settings.host, { port: settings.port });
    case 'rtu-over-tcp':
      return client.connectTelnet(settings.host, { port: settings.port });
    case 'rtu': {
      const { baudRate, dataBits, parity, stopBits } = settings;
      return client.connectRTUBuffered(settings.path, { baudRate, dataBits, parity, stopBits });
    }
  }
}

interface WireError {
  message: string;
  code: string | null;
  errno: string | null;
  modbusCode: number | null;
}

/** modbus-serial rejects with errors, with things that look like errors, and at times with nothing at all. */
function errorOf(error: unknown): WireError {
  const { message, code, errno, modbusCode } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Record<string, unknown>;
  return {
    message: typeof message === 'string' ? message : String(error),
    code: typeof code === 'string' ? code : null,
    errno: typeof errno === 'string' ? errno : null,
    modbusCode: typeof modbusCode === 'number' ? modbusCode : null,
  };
}

function failureOf(error: WireError, unit: number, timeoutMs: number): LinkFailure {
  const { modbusCode: code } = error;
  if (code !== null) return { ok: false, kind: 'exception', code, reason: exceptionText(unit, code) };
  if (error.errno === 'ETIMEDOUT') return timedOut(unit, timeoutMs);
  if (error.errno === 'ECONNREFUSED') return closed();
  return garbage(`unit ${unit} sent something that is no answer: ${error.message}`);
}

const timedOut = (unit: number, timeoutMs: number): LinkFailure => ({
  ok: false,
  kind: 'timeout',
  code: null,
  reason: `unit ${unit} did not answer within ${timeoutMs} ms`,
});
const closed = (): LinkFailure => ({
  ok: false,
  kind: 'closed',
  code: null,
  reason: 'the connection is closed',
});
const garbage = (reason: string): LinkFailure => ({ ok: false, kind: 'garbage', code: null, reason });

const exceptions: Readonly<Record<number, string>> = {
  1: 'does not know this function',
  2: 'has no such register or coil',
  3: 'refuses this value or length',
  4: 'failed inside',
  5: 'needs more time',
  6: 'is busy',
  8: 'found its memory damaged',
  10: 'cannot be reached through its Modbus gateway',
  11: 'does not answer its Modbus gateway',
};

const exceptionText = (unit: number, code: number): string =>
  `unit ${unit} ${exceptions[code] ?? 'refused'} (exception ${code})`;

const placeOf = (settings: ModbusSettings): string =>
  settings.transport === 'rtu' ? settings.path : `${settings.host}:${settings.port}`;

const systemReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ENOTFOUND: 'is a name that is not known',
  EAI_AGAIN: 'is a name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: there is no network',
  ETIMEDOUT: 'does not answer',
  ECONNRESET: 'closed the connection',
};

function connectReason(settings: ModbusSettings, error: WireError | symbol): string {
  if (typeof error === 'symbol') return `${placeOf(settings)} does not answer`;
  const known = systemReasons[error.code ?? ''];
  return known === undefined ? `${placeOf(settings)}: ${error.message}` : `${placeOf(settings)} ${known}`;
}
