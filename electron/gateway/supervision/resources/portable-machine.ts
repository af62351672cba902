import { availableParallelism } from 'node:os';
import { type Machine, type RunningProcess, toTenth } from './machine.ts';

/** The library's shares are of one core on macOS (it asks `ps`), elsewhere of all cores. */
const ofOneCore = process.platform === 'darwin' ? 1 : availableParallelism();

/** macOS and Windows, through a library that asks their own tools; loaded when somebody asks for the first time. */
export function createPortableMachine(): Machine {
  const library = () => import('systeminformation');
  return {
    async networkBytes() {
      const { networkInterfaces, networkStats } = await library();
      const found = await networkInterfaces();
      const internal = new Set(
        (Array.isArray(found) ? found : [found]).filter((each) => each.internal).map(({ iface }) => iface),
      );
      const stats = (await networkStats('*')).filter(({ iface }) => !internal.has(iface));
      return {
        bytesIn: stats.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
        bytesOut: stats.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
      };
    },
    async processes() {
      const { processes } = await library();
      const { list } = await processes();
      return list.map(
        (each): RunningProcess => ({
          pid: each.pid,
          parentPid: each.parentPid,
          name: each.name,
          cpu: toTenth(each.cpu * ofOneCore),
          memoryBytes: each.memRss * 1024,
          // The time of its start is computed from its age here and wavers by a second.
          startId: `${each.parentPid} ${each.name}`,
          kind: each.state === 'zombie' ? 'ended' : 'program',
        }),
      );
    },
    async about() {
      const { distro, release } = await (await library()).osInfo();
      return { distro, release };
    },
  };
}
