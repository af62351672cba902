import type { IncomingHttpHeaders } from 'node:http';
import type { ParsedParts, Reply } from '#platform/http/contract/reply.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import type { GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { Result } from '#shared/result.ts';
import type { KeyHolder } from '../api-keys/api-keys.ts';
import type { Session } from '../session/session.ts';

/** A request after access, params, query and body were checked against the row. */
export interface Call<E extends Endpoint> extends ParsedParts<E> {
  /** Null in rows that want none, and in those of the management API when a key was sent. */
  session: E['access'] extends 'session' | 'administrator' ? Session : Session | null;
  /** Of the key that was sent; always null outside the management API. */
  key: KeyHolder | null;
  /** Who asks, for the activity log: the account's or the key's name; empty when nobody is known. */
  caller: { name: string; address: string };
  headers: IncomingHttpHeaders;
  /** The client's address, without port. */
  address: string;
  /** Whether the client went away: what it waits for must not happen behind its back. */
  isGone(): boolean;
  /** Streams the upload to a file of the gateway; rows with `multipart` only. */
  receive: E extends { multipart: object } ? (path: string) => Promise<Result<Upload>> : undefined;
}

export type Handler<E extends Endpoint> = (call: Call<E>) => Reply<E> | Promise<Reply<E>>;

export type Handlers = { [K in GatewayCall]: Handler<(typeof gatewayApi)[K]> };
