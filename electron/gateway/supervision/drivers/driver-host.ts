import type { Driver, DriverFactory } from './driver.ts';
import { type DriverMessage, type DriverOrder, driverOrderSchema, type Reading } from './driver-protocol.ts';
import { limitLog } from './log-limit.ts';
import { createReadingBatch } from './reading-batch.ts';

/** Latency that a reading may get for the sake of fewer messages. */
const batchMs = 50;

interface HostOptions {
  send(message: DriverMessage): void;
  load(driver: string): Promise<DriverFactory | null>;
  nowMs(): number;
  residentBytes(): number;
}

type Of<T extends DriverOrder['type']> = Extract<DriverOrder, { type: T }>;

/** What a driver process does with the orders of supervision; the driver itself is loaded by `configure`. */
export function createDriverHost({ send, load, nowMs, residentBytes }: HostOptions) {
  const batch = createReadingBatch((readings) => send({ type: 'readings', readings }), batchMs);
  const log = limitLog((level, message) => send({ type: 'log', level, message, at: nowMs() }), nowMs);
  let driver: Driver | null = null;
  let addresses: Of<'configure'>['addresses'] = [];
  let configuring: Promise<void> = Promise.resolve();
  let said: string | null = null;
  let stopping = false;

  // Each state is told once, and readings of before it first: they are what it speaks about.
  const tellState = (reason: string | null) => {
    const state = reason ?? 'running';
    if (said === state) return;
    said = state;
    batch.flush();
    if (reason === null) send({ type: 'running' });
    else send({ type: 'fault', reason });
    if (reason === null) log('info', 'running');
    else log('error', reason);
  };
  async function configure(order: Of<'configure'>): Promise<void> {
    addresses = order.addresses;
    const create = await load(order.instance.driver);
    if (create === null) return tellState(`there is no driver "${order.instance.driver}"`);
    const created = create({
      instance: order.instance,
      settings: order.instance.settings,
      addresses,
      read: batch.add,
      running: () => tellState(null),
      fault: (reason) => tellState(reason),
      log,
      nowMs,
    });
    if (!created.ok) return refuseAll(created.reason);
    log('info', `started with ${addresses.length} addresses`);
    if (stopping) return;
    driver = created.value;
    driver.start();
  }
  function refuseAll(reason: string): void {
    for (const { id } of addresses) batch.add({ id, value: null, at: nowMs(), quality: 'bad', reason });
    tellState(reason);
  }
  async function write({ request, address: id, value }: Of<'write'>): Promise<void> {
    await configuring;
    const address = addresses.find((one) => one.id === id);
    const answer = (reading: Reading | null, failure: string | null) => {
      // What was read before comes before: a route both ways would carry it back as news otherwise.
      batch.flush();
      send({ type: 'written', request, reading, failure });
    };
    if (driver === null || address === undefined) return answer(null, said ?? 'the driver has not started');
    const written = await driver.write(address, value);
    if (written.ok) answer(written.value, null);
    else answer(null, written.reason);
    log(written.ok ? 'info' : 'warn', `write ${address.address}: ${written.ok ? 'done' : written.reason}`);
  }
  return {
    /** Answers `stop` when the process has to end; {@link stop} is the caller's to call. */
    receive(message: unknown): 'stop' | null {
      const order = driverOrderSchema.safeParse(message).data;
      switch (order?.type) {
        case 'configure':
          configuring = configure(order);
          break;
        case 'ping':
          send({ type: 'pong', rssBytes: residentBytes() });
          break;
        case 'write':
          void write(order);
          break;
        case 'stop':
          return 'stop';
      }
      return null;
    },
    /** Resolves when the driver is closed and everything it read was sent. */
    async stop(): Promise<void> {
      stopping = true;
      await configuring;
      await driver?.stop();
      batch.flush();
      log('info', 'stopped');
    },
  };
}
