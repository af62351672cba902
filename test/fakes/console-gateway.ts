import { onTestFinished } from 'vitest';
import type { ConsoleOverrides } from '../../electron/gateway/supervision/console/console-overrides.ts';
import { openConsoleLine } from '../../electron/gateway/supervision/console/open-console-line.ts';
import type { ByteLine } from '../../electron/platform/serial/byte-line.ts';
import { capabilitiesSchema } from '../../shared/gateway-api/extensions.ts';
import { inProcessGateway, type Overrides } from './in-process-gateway.ts';
import { serialCable } from './serial-cable.ts';

const baudRate = 115_200;

/** A gateway with a serial console, and the other end of its cable. */
export async function consoleGateway(
  given: { console?: ConsoleOverrides; deps?: Overrides; tls?: boolean; allowUnsigned?: boolean } = {},
) {
  const cable = await serialCable();
  const gateway = await inProcessGateway({
    boot: {
      console: { path: cable.ours, baudRate },
      tls: given.tls ?? false,
      allowUnsigned: given.allowUnsigned ?? false,
    },
    deps: { ...given.deps, console: { retry: { firstMs: 50, maxMs: 200 }, ...given.console } },
  });
  return {
    gateway,
    cable,
    address: `serial:${cable.ours}`,
    /** Whether the gateway says that its console is there. */
    async isOpen(): Promise<boolean> {
      const answer = await gateway.get('/system/capabilities');
      return capabilitiesSchema.parse(await answer.json()).extensions.includes('console');
    },
    /** Plugs into the other end. */
    async connect(): Promise<ByteLine> {
      const opened = await openConsoleLine({ path: cable.theirs, baudRate });
      if (!opened.ok) throw new Error(opened.failure.message);
      onTestFinished(() => opened.value.close());
      return opened.value;
    },
  };
}
