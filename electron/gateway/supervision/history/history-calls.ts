import { networkInterfaces } from 'node:os';
import { Readable } from 'node:stream';
import { failure } from '#shared/errors/failure.ts';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { HistoryRow } from '#shared/gateway-api/values.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Handlers } from '../http/call.ts';
import { valueText } from '../points/value-text.ts';
import { aggregateRows, type Bucket } from './aggregate.ts';
import type { History, HistoryPoint } from './history.ts';

interface HistoryCallsDeps {
  history: History;
  /** By id, alias or name. */
  findAddress(key: string): Result<Address>;
  name(): string;
  now?: () => number;
}

/** More than a window of rows is never held: answers are streamed, with backpressure. */
const rowsInChunk = 500;
const mostAddresses = 1_000;
const dayMs = 86_400_000;

/** The short history and the one site of this gateway, in the source's own form. */
export function historyCalls(deps: HistoryCallsDeps): Pick<Handlers, 'loggersData' | 'loggersSites'> {
  const { history, now = Date.now } = deps;
  return {
    loggersSites({ query }) {
      const id = siteId();
      const body = query.detailed === '1' ? [{ id, local: true, name: deps.name() }] : [id];
      return { status: 200, body };
    },
    loggersData({ query }) {
      const { address: keys, aggregate, streaming } = query;
      const end = query.end ?? now();
      const start = query.start ?? end - dayMs;
      if (start > end) return invalid('start lies behind end');
      if (keys.length > mostAddresses) return invalid(`more than ${mostAddresses} addresses`);
      const found = findAll(keys, deps.findAddress);
      if (!found.ok) return { failure: found.failure };
      const addresses = found.value;
      const ids = [...addresses.keys()];
      const points = history.read(ids, start, end);
      const rows =
        aggregate === undefined
          ? mapped(points, (point) => rawRow(point, addresses))
          : mapped(aggregateRows(points, ids, aggregate), (bucket) => bucketRow(bucket, addresses));
      const isLines = streaming === 'true' || streaming === '1';
      const body = Readable.from(isLines ? asLines(rows) : asArray(rows), { objectMode: false });
      // The row says JSON, parsed; a day of many addresses is never held whole.
      const headers = isLines ? { 'content-type': 'application/x-ndjson' } : {};
      return { status: 200, body: body as unknown as HistoryRow[], headers };
    },
  };
}

const invalid = (what: string) => ({ failure: failure('REQUEST_INVALID', { what }) });

function findAll(
  keys: readonly string[],
  find: (key: string) => Result<Address>,
): Result<ReadonlyMap<string, Address>> {
  const addresses = new Map<string, Address>();
  for (const key of keys) {
    const found = find(key);
    if (!found.ok) return fail(found.failure);
    addresses.set(found.value.id, found.value);
  }
  return ok(addresses);
}

/** As the source has it, the hardware address of the box; the same after every start. Without a network card its name. */
function siteId(): string {
  const cards = Object.entries(networkInterfaces()).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, addresses = []] of cards) {
    const card = addresses.find(({ internal, mac }) => !internal && mac !== '00:00:00:00:00:00');
    if (card !== undefined) return card.mac.replaceAll(':', '_');
  }
  return 'local';
}

function rawRow({ address, at, value }: HistoryPoint, addresses: ReadonlyMap<string, Address>): HistoryRow {
  const { type, unit } = addresses.get(address) ?? { type: 'number' };
  const shown = type === 'boolean' ? value !== 0 : value;
  return { id: address, ts: new Date(at).toISOString(), value, value_string: valueText(shown, unit) };
}

function bucketRow(
  { address, at, mean, min, max }: Bucket,
  addresses: ReadonlyMap<string, Address>,
): HistoryRow {
  const value_string = valueText(mean, addresses.get(address)?.unit);
  return { id: address, ts: new Date(at).toISOString(), value: mean, value_string, min, max };
}

function* mapped<T>(pieces: Iterable<readonly T[]>, row: (item: T) => HistoryRow): Generator<string[]> {
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += rowsInChunk) {
      yield piece.slice(from, from + rowsInChunk).map((item) => JSON.stringify(row(item)));
    }
  }
}

async function* asLines(rows: Iterable<string[]>): AsyncGenerator<string> {
  for (const some of rows) {
    if (some.length > 0) yield `${some.join('\n')}\n`;
    await letOthersWork();
  }
}

async function* asArray(rows: Iterable<string[]>): AsyncGenerator<string> {
  let lead = '[';
  for (const some of rows) {
    if (some.length === 0) continue;
    yield lead + some.join(',');
    lead = ',';
    await letOthersWork();
  }
  yield lead === '[' ? '[]' : ']';
}

const letOthersWork = () => new Promise((resolve) => setImmediate(resolve));
