import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Offsets and what they hold. */
type Cells = Readonly<Record<number, number | boolean>>;
export type PeerUnits = Readonly<
  Record<number, Partial<Record<'coil' | 'discrete' | 'holding' | 'input', Cells>>>
>;

export interface PymodbusPeer {
  set(area: string, offset: number, values: readonly (number | boolean)[], unit?: number): Promise<void>;
  get(area: string, offset: number, count: number, unit?: number): Promise<number[]>;
  stop(): Promise<void>;
}

/** A device that is not ours: pymodbus of the system's Python, on a TCP port or a serial one. The caller stops it. */
export async function spawnPymodbus(
  at: { port: number } | { serial: string },
  units: PeerUnits,
): Promise<PymodbusPeer> {
  // Debian's own Python has the package, whatever other one is on the path.
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'pymodbus-peer.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let trouble = '';
  child.stderr.on('data', (data) => {
    trouble += String(data);
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<{ values?: number[] }> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`pymodbus ended: ${trouble}`);
    return JSON.parse(value);
  };
  const say = (order: object) => child.stdin.write(`${JSON.stringify(order)}\n`);
  async function stop(): Promise<void> {
    child.kill('SIGKILL');
    await exited;
  }
  say({ ...at, units });
  await answer();
  return {
    async set(area, offset, values, unit = 1) {
      say({ unit, area, offset, values, count: values.length });
      await answer();
    },
    async get(area, offset, count, unit = 1) {
      say({ unit, area, offset, count });
      return (await answer()).values ?? [];
    },
    stop,
  };
}
