import type { FoundPort } from '#platform/serial/port-identity.ts';
import type { FindObstacles } from '#platform/serial/port-obstacles.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import { ok, type Result } from '#shared/result.ts';
import type { EventBus } from '../bridge/event-bus.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import { portLabel } from './consoles.ts';
import { deviceAt } from './open-claimed.ts';
import type { PortClaims } from './port-claims.ts';
import type { PortWatch } from './port-watch.ts';
import type { SerialBook } from './serial-book.ts';

type PortHandlers = Pick<
  BridgeHandlers,
  'serial.ports' | 'serial.profiles' | 'serial.saveProfile' | 'serial.removeProfile'
>;

/** The list of ports for the screens, and the profiles of devices. */
export function createPortHandlers(deps: {
  watch: PortWatch;
  claims: PortClaims;
  book: SerialBook;
  bus: EventBus;
  findObstacles: FindObstacles;
}): { handlers: PortHandlers; tellPorts(): void } {
  const { watch, claims, book, bus, findObstacles } = deps;

  let told = 0;

  async function list(): Promise<Result<SerialPortEntry[]>> {
    const listed = await watch.list();
    return listed.ok ? ok(await show(listed.value)) : listed;
  }

  async function show(ports: readonly FoundPort[]): Promise<SerialPortEntry[]> {
    const devices = await Promise.all(ports.map((port) => deviceAt(port.path)));
    const free = ports.filter((_, index) => claims.userOf(devices[index] ?? '') === null);
    const obstacles = await findObstacles(free.map((port) => port.path));
    return ports.map((port, index) => {
      const usedBy = claims.userOf(devices[index] ?? '');
      const obstacle = usedBy === null ? (obstacles.get(port.path) ?? null) : null;
      return { ...port, label: portLabel(port, book), usedBy, obstacle };
    });
  }

  async function tell(ports: readonly FoundPort[]): Promise<void> {
    told += 1;
    const mine = told;
    const entries = await show(ports);
    // A look that took longer must not put an older state over a newer one.
    if (mine === told) bus.emit('serial.portsChanged', entries);
  }

  const tellPorts = () => void tell(watch.known());
  watch.onLook((changed) => {
    if (changed) tellPorts();
  });

  return {
    tellPorts,
    handlers: {
      'serial.ports': list,
      'serial.profiles': async () => ok([...book.profiles.list()]),
      async 'serial.saveProfile'(profile) {
        await book.profiles.save(profile);
        tellPorts();
        return ok(profile);
      },
      async 'serial.removeProfile'({ identity }) {
        await book.profiles.remove(identity);
        tellPorts();
        return ok(null);
      },
    },
  };
}
