import type { FoundPort } from '#platform/serial/port-identity.ts';
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
}): { handlers: PortHandlers; tellPorts(): void } {
  const { watch, claims, book, bus } = deps;

  async function list(): Promise<Result<SerialPortEntry[]>> {
    const listed = await watch.list();
    if (!listed.ok) return listed;
    return ok(await Promise.all(listed.value.map(show)));
  }

  async function show(port: FoundPort): Promise<SerialPortEntry> {
    return { ...port, label: portLabel(port, book), usedBy: claims.userOf(await deviceAt(port.path)) };
  }

  async function tell(ports: readonly FoundPort[]): Promise<void> {
    bus.emit('serial.portsChanged', await Promise.all(ports.map(show)));
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
