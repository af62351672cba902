import { onTestFinished } from 'vitest';
import type { PausableLine } from './line-ends.ts';
import { type Direction, joinLines, type LineShim } from './line-shim.ts';
import { type Lrzsz, type LrzszProgram, spawnLrzsz } from './lrzsz.ts';
import { createMemoryLine } from './memory-line.ts';

export interface LrzszPeer extends Lrzsz {
  /** Our end of the cable. */
  ours: PausableLine;
  shim: LineShim;
}

/** lrzsz in `folder` behind a cable, for the running test. */
export function lrzszPeer(
  program: LrzszProgram,
  args: readonly string[],
  folder: string,
  directions: { toThem?: Direction; toUs?: Direction } = {},
): LrzszPeer {
  const peer = spawnLrzsz(program, args, folder);
  const cable = createMemoryLine();
  const shim = joinLines(cable.far, peer.line, {
    aToB: directions.toThem ?? {},
    bToA: directions.toUs ?? {},
  });
  onTestFinished(async () => {
    shim.end();
    await peer.stop();
  });
  return { ...peer, ours: cable.near, shim };
}
