import { type Failure, failure } from '#shared/errors/failure.ts';
import { programsAtEach } from './port-holder.ts';
import { checkPort } from './port-trouble.ts';

/**
 * What would keep ports from being opened, by path, as far as it is known without opening them: SERIAL_NO_PERMISSION, or
 * SERIAL_IN_USE by another program. None known: left out; the rest is learnt at opening.
 */
export type FindObstacles = (paths: readonly string[]) => Promise<ReadonlyMap<string, Failure>>;

export const findObstacles: FindObstacles = async (paths) => {
  const obstacles = new Map<string, Failure>();
  for (const [path, programs] of await programsAtEach(paths))
    obstacles.set(path, failure('SERIAL_IN_USE', { port: path, program: programs.join(' and ') }));
  for (const path of paths) {
    const checked = await checkPort(path);
    // First of the two: it has to be mended before the other one matters.
    if (!checked.ok && checked.failure.code === 'SERIAL_NO_PERMISSION') obstacles.set(path, checked.failure);
  }
  return obstacles;
};
