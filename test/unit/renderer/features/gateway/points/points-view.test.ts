import { describe, expect, test } from 'vitest';
import {
  addressOfDraft,
  changeOfDraft,
  draftOfAddress,
} from '../../../../../../renderer/features/gateway/points/address-draft.ts';
import { freshId } from '../../../../../../renderer/features/gateway/points/fresh-id.ts';
import {
  draftOfLogic,
  triggerOfDraft,
} from '../../../../../../renderer/features/gateway/points/logic-draft.ts';
import {
  belongings,
  pointRows,
  qualityOf,
  triggerWords,
  valueText,
} from '../../../../../../renderer/features/gateway/points/points-view.ts';
import { routeProblem } from '../../../../../../renderer/features/gateway/points/route-view.ts';
import {
  formatValue,
  gapMs,
  startOf,
  valueData,
  valueRanges,
} from '../../../../../../renderer/features/gateway/points/value-chart-view.ts';
import {
  parseTyped,
  sameValue,
  whyNotWritable,
  writeOutcome,
} from '../../../../../../renderer/features/gateway/points/write-view.ts';
import { addresses, drivers, logics, routes } from '../../../../../e2e/screens/live-fixtures.ts';

const byId = Object.fromEntries(drivers.map((driver) => [driver.id, driver]));
const find = (id: string) => {
  const address = addresses.find((entry) => entry.id === id);
  if (!address) throw new Error(id);
  return address;
};
const last = {
  id: 'a-supply',
  value: 61.4,
  value_string: '61.4 °C',
  ts: '2026-11-21T13:00:00.000Z',
  quality: 'good' as const,
  reason: null,
};

describe('rows', () => {
  test('join what an address is with its driver and its last value', () => {
    const rows = pointRows(addresses, byId, [last]);
    const row = rows.find(({ id }) => id === 'a-supply');
    expect(row?.driver?.name).toBe('Boiler meters');
    expect(valueText(row?.value ?? null)).toBe('61.4 °C');
    expect(qualityOf({ address: find('a-supply'), value: last }).word).toBe('good');
    expect(qualityOf({ address: find('a-supply'), value: null }).word).toBe('not read yet');
    expect(qualityOf({ address: find('a-old'), value: last }).word).toBe('disabled');
  });

  test('a value that is not known is a dash, never a zero', () => {
    expect(valueText(null)).toBe('–');
    expect(valueText({ ...last, value: null, value_string: '' })).toBe('–');
    expect(valueText({ ...last, value: 0, value_string: '0 °C' })).toBe('0 °C');
  });

  test('what goes with a driver is counted', () => {
    expect(belongings('boiler', addresses, routes)).toEqual({ addresses: 6, routes: 3 });
    expect(belongings('none', addresses, routes)).toEqual({ addresses: 0, routes: 0 });
  });

  test('when a logic runs, in words', () => {
    const [first, second] = logics;
    if (!first || !second) throw new Error('two logics');
    expect(triggerWords(first, addresses)).toBe('when Supply temperature or one of 1 more changes');
    expect(triggerWords(second, addresses)).toBe('at 0 22 * * * (Europe/Berlin)');
    expect(triggerWords({ trigger: undefined }, addresses)).toMatch(/never/);
  });
});

describe('writing', () => {
  test.each([
    ['number', '21.5', { ok: true, value: 21.5 }],
    ['number', ' -0,5 ', { ok: true, value: -0.5 }],
    ['number', '1e3', { ok: true, value: 1_000 }],
    ['number', '', { ok: false, why: null }],
    ['number', '0x10', { ok: false, why: 'A number is needed.' }],
    ['number', '1.2.3', { ok: false, why: 'A number is needed.' }],
    ['number', '1e999', { ok: false, why: 'A number is needed.' }],
    ['boolean', 'off', { ok: true, value: false }],
    ['boolean', 'maybe', { ok: false, why: 'On or off is needed.' }],
    ['string', '', { ok: true, value: '' }],
    ['string', ' 7 ', { ok: true, value: ' 7 ' }],
  ] as const)('%s “%s”', (type, text, expected) => expect(parseTyped(type, text)).toEqual(expected));

  test('a 32-bit float that comes back a little different is the same, another value is not', () => {
    expect(sameValue(21.3, Math.fround(21.3))).toBe(true);
    expect(sameValue(21.3, 21.4)).toBe(false);
    expect(sameValue(0, 0.1)).toBe(false);
    expect(sameValue(true, false)).toBe(false);
  });

  test('success is what was read back', () => {
    expect(writeOutcome(61.4, last).mark).toBe('good');
    expect(writeOutcome(70, last)).toMatchObject({ mark: 'warning', title: 'The device holds 61.4 °C' });
    expect(writeOutcome(61.4, { ...last, quality: 'uncertain', reason: 'no answer' })).toMatchObject({
      mark: 'warning',
      title: 'It was sent, but not confirmed',
    });
  });

  test('what may only be read, or is disabled, says so', () => {
    expect(whyNotWritable(find('a-set'))).toBeNull();
    expect(whyNotWritable(find('a-supply'))).toMatch(/only be read/);
    expect(whyNotWritable(find('a-old'))).toMatch(/disabled/);
  });
});

describe('what is edited', () => {
  test('an address comes through its form unchanged', () => {
    for (const address of addresses) {
      const { id, ...rest } = address;
      expect(addressOfDraft(draftOfAddress(address, ''))).toEqual({ writable: false, ...rest });
    }
  });

  test('a field that was emptied is taken away, one that was never there is not named', () => {
    const supply = find('a-supply');
    const draft = { ...draftOfAddress(supply, ''), unit: ' ', pollIntervalMs: '' };
    const change = changeOfDraft(draft, supply);
    expect(change).toMatchObject({ id: 'a-supply', unit: null, pollIntervalMs: null, alias: 'supply' });
    expect(change).not.toHaveProperty('scale');
  });

  test('scale and offset are for numbers', () => {
    const made = addressOfDraft({ ...draftOfAddress(find('a-set'), ''), type: 'boolean' });
    expect(made).not.toHaveProperty('scale');
  });

  test('a trigger by aliases is shown by its addresses; an incomplete one is none', () => {
    const draft = draftOfLogic(logics[0] ?? null, addresses);
    expect(draft.addresses).toEqual(['a-supply', 'a-cpu']);
    expect(triggerOfDraft(draft)).toEqual({ on: 'change', addresses: ['a-supply', 'a-cpu'] });
    expect(triggerOfDraft({ ...draft, addresses: [] })).toBeNull();
    expect(triggerOfDraft({ ...draft, on: 'schedule', cron: ' ' })).toBeNull();
    expect(triggerOfDraft({ ...draft, on: 'schedule', cron: '0 6 * * *' })).toEqual({
      on: 'schedule',
      cron: '0 6 * * *',
    });
  });

  test('a route that the gateway would refuse is told while it is chosen', () => {
    const problem = (from: string, to: string, bothWays = false) =>
      routeProblem({ from, to, bothWays }, addresses);
    expect(problem('a-supply', 'a-set')).toBeNull();
    expect(problem('a-set', 'a-set')).toMatch(/begins/);
    expect(problem('a-set', 'a-supply')).toMatch(/Supply temperature may only be read/);
    expect(problem('a-supply', 'a-set', true)).toMatch(/Supply temperature may only be read/);
    expect(problem('', '')).toBeNull();
  });
});

describe('the small chart', () => {
  const row = (minute: number, rest = {}) => ({
    id: 'a',
    ts: new Date(minute * 60_000).toISOString(),
    value: minute,
    value_string: `${minute}`,
    ...rest,
  });
  test('means have their edges, single values do not', () => {
    expect(valueData([row(2), row(1)], { name: 'Flow' }).series).toHaveLength(1);
    const aggregated = valueData([row(1, { min: 0, max: 3 })], { name: 'Flow' });
    expect(aggregated.series.map(({ label }) => label)).toEqual(['Mean', 'Lowest', 'Highest']);
  });
  test('the same question is asked for a whole minute', () => {
    const range = valueRanges[0];
    expect(startOf(range, 3_600_001)).toBe(startOf(range, 3_659_999));
    expect(startOf(range, 3_660_000)).not.toBe(startOf(range, 3_659_999));
  });
  test('a gap is what a few reads passed over', () => {
    expect(gapMs(valueRanges[1], { pollIntervalMs: 10_000 }, [])).toBe(30_000);
    expect(gapMs(valueRanges[1], {}, [0, 15_000, 30_000])).toBe(75_000);
    expect(gapMs(valueRanges[3], { pollIntervalMs: 100 }, [])).toBe(750_000);
  });
  test('digits that tell something', () => {
    expect(formatValue(21.499_999_9, '°C')).toBe('21.5 °C');
    expect(formatValue(1_234_567, undefined)).toBe('1234567');
  });
});

describe('ids of new drivers and logics', () => {
  test('are readable, and nobody else has them', () => {
    expect(freshId('Boiler meters', [])).toBe('boiler-meters');
    expect(freshId('  Kühlung / Süd ', ['boiler'])).toBe('kuhlung-sud');
    expect(freshId('Pump', ['pump', 'pump-2'])).toBe('pump-3');
    expect(freshId('水', [])).toBeUndefined();
    expect(freshId('x'.repeat(200), [])?.length).toBeLessThanOrEqual(40);
  });
});
