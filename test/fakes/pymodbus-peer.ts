import { onTestFinished } from 'vitest';
import { type PeerUnits, type PymodbusPeer, spawnPymodbus } from './pymodbus-process.ts';

/** {@link spawnPymodbus} for one test, which stops it. */
export async function startPymodbus(
  at: { port: number } | { serial: string },
  units: PeerUnits,
): Promise<PymodbusPeer> {
  const peer = await spawnPymodbus(at, units);
  onTestFinished(peer.stop);
  return peer;
}
