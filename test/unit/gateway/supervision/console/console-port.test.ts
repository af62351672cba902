import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import {
  createConsolePort,
  type PortSettings,
} from '../../../../../electron/gateway/supervision/console/console-port.ts';
import { failure } from '../../../../../shared/errors/failure.ts';
import { fail, ok } from '../../../../../shared/result.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { createMemoryLine, type MemoryLine } from '../../../../fakes/memory-line.ts';

function bench() {
  const cables: MemoryLine[] = [];
  const opened: PortSettings[] = [];
  const log: string[] = [];
  const state = { isThere: true, serving: 0 };
  const port = createConsolePort({
    openLine: async (settings) => {
      opened.push(settings);
      if (!state.isThere) return fail(failure('NOT_FOUND', { what: 'The port' }));
      const cable = createMemoryLine();
      cables.push(cable);
      return ok(cable.far);
    },
    serve() {
      state.serving += 1;
      return {
        async stop() {
          state.serving -= 1;
        },
      };
    },
    retry: { firstMs: 1, maxMs: 5 },
    log: pino({ level: 'warn' }, { write: (line: string) => void log.push(JSON.parse(line).msg) }),
  });
  onTestFinished(() => port.stop());
  return { port, cables, opened, log, state };
}

const settings = { path: '/dev/ttyS1', baudRate: 9_600 };

test('a pulled cable is opened again, and told once however long it is away', async () => {
  const { port, cables, opened, log, state } = bench();
  expect(port.state()).toBeNull();
  port.use(settings);
  await eventually(port.isOpen).toBe(true);
  expect(port.state()).toBe('/dev/ttyS1 at 9600 baud');
  state.isThere = false;
  cables[0]?.pull();
  await eventually(() => opened.length).toBeGreaterThan(4);
  expect(port.isOpen()).toBe(false);
  expect(state.serving).toBe(0);
  expect(port.state()).toMatch(/^not open; The port/);
  state.isThere = true;
  await eventually(port.isOpen).toBe(true);
  expect(log).toEqual([
    'the serial console lost its port',
    'the serial console cannot open its port; it goes on trying',
  ]);
});

test('another port is used at once, the same one is left alone, none closes it', async () => {
  const { port, opened, state } = bench();
  port.use(settings);
  port.use({ ...settings });
  await eventually(port.isOpen).toBe(true);
  port.use({ ...settings, baudRate: 115_200 });
  await eventually(() => opened).toEqual([settings, { ...settings, baudRate: 115_200 }]);
  await eventually(() => state.serving).toBe(1);
  port.use(null);
  await eventually(() => state.serving).toBe(0);
  expect([port.isOpen(), port.state()]).toEqual([false, null]);
});
