import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { maxChannels } from '#shared/gateway-api/console/link-messages.ts';
import type { LinkEndpoint } from './link-endpoint.ts';

/** Some channels are for others, such as a stream of events beside the calls. */
const callChannels = maxChannels / 2;

/**
 * An agent of Node's HTTP client whose connections are channels of a link; host and port of the address are only names then.
 * `get`: a link that was lost may have another one in its place.
 */
export function createLinkAgent(get: () => Pick<LinkEndpoint, 'openChannel'>): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: callChannels });
  agent.createConnection = (): Duplex => get().openChannel();
  return agent;
}
