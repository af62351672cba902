import type { Principal } from '../http/principal.ts';
import { type Actor, actorOf } from './audit-event.ts';

/** What the log takes of a call: who asked, from where, and the request's id. */
export const loggedBy = (call: {
  who: Principal | null;
  address: string;
  requestId: string;
}): { actor: Actor; correlationId: string } => ({
  actor: actorOf(call.who, call.address),
  correlationId: call.requestId,
});
