import type { Agent, ClientRequest } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * The cookie agent builds an address from the request's host and forgets the brackets of IPv6, which makes every request
 * to such a gateway fail as "Invalid URL". Node itself connects by the options, not by this field.
 */
export function withBracketedHost<A extends Agent>(agent: A): A {
  const internal = agent as A & { addRequest(request: ClientRequest, options: unknown): void };
  const addRequest = internal.addRequest.bind(agent);
  internal.addRequest = (request, options) => {
    if (isIPv6(request.host)) request.host = `[${request.host}]`;
    addRequest(request, options);
  };
  return agent;
}
