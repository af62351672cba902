import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AnyReply, ParsedParts, Reply } from '#platform/http/contract/reply.ts';
import type { FleetCallName, fleetApi } from '#shared/fleet-api/contract.ts';
import type { FleetEndpoint } from '#shared/fleet-api/endpoint.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { DevicePrincipal, UserPrincipal } from './principal.ts';

/** Who may ask, as the row's access says. */
type Who<E extends FleetEndpoint> = E['access'] extends 'none'
  ? null
  : E['access'] extends 'device' | 'any-device'
    ? DevicePrincipal
    : UserPrincipal;

/** A request after access, rate, params, query and body were checked against the row. */
export interface FleetCall<E extends FleetEndpoint> extends ParsedParts<E> {
  who: Who<E>;
  /** `X-Request-Id` of the request, or one of ours. */
  requestId: string;
  /** The client's address, without port. */
  address: string;
  headers: IncomingHttpHeaders;
  /** The body as it comes, not inflated; rows with `stream` only. */
  stream: E extends { stream: true } ? Readable : undefined;
  /**
   * Keeps this answer for the request's `Idempotency-Key` in the same transaction as what it tells of; without such a key nothing is
   * kept. Rows with `idempotent` only.
   */
  remember: E extends { idempotent: true }
    ? (trx: FleetTransaction, answer: AnyReply) => Promise<void>
    : undefined;
  /** Whether the client went away. */
  isGone(): boolean;
}

export type FleetReply<E extends FleetEndpoint> = Reply<E>;

export type FleetHandler<E extends FleetEndpoint> = (
  call: FleetCall<E>,
) => FleetReply<E> | Promise<FleetReply<E>>;

export type FleetHandlers = { [K in FleetCallName]: FleetHandler<(typeof fleetApi)[K]> };

/** A handler when its row's types are forgotten. */
export type AnyFleetHandler = FleetHandler<FleetEndpoint>;
