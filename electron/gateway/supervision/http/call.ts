import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Upload } from '#platform/http/receive-uploads.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { GatewayCall, gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Answer, Endpoint } from '#shared/gateway-api/endpoint.ts';
import type { Result } from '#shared/result.ts';
import type { KeyHolder } from '../api-keys/api-keys.ts';
import type { Session } from '../session/session.ts';

/** Types that turn one row of the contract table into what its handler gets and what it may answer. */

type Parsed<E, Part extends string> = E extends { [P in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** A request after access, params, query and body were checked against the row. */
export interface Call<E extends Endpoint> {
  params: Parsed<E, 'params'>;
  query: Parsed<E, 'query'>;
  body: Parsed<E, 'body'>;
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

type BodyOf<A extends Answer> = A extends { schema: infer S extends z.ZodType }
  ? z.input<S>
  : A extends { contentType: 'text/plain' | 'text/html' }
    ? string
    : Readable;

type Answered<E extends Endpoint> = {
  [S in keyof E['answers'] & number]: {
    status: S;
    body: BodyOf<E['answers'][S]>;
    failure?: undefined;
  } & AnswerOptions;
}[keyof E['answers'] & number];

interface AnswerOptions {
  headers?: Record<string, string | undefined> | undefined;
  /** Called once when the answer is out or the connection is gone. */
  afterSent?: (() => void) | undefined;
}

/** One of the row's answers, or a failure whose status and form the registrar takes from the row. */
export type Reply<E extends Endpoint> =
  | Answered<E>
  | ({ failure: Failure; status?: undefined; body?: undefined } & AnswerOptions);

export type Handler<E extends Endpoint> = (call: Call<E>) => Reply<E> | Promise<Reply<E>>;

export type Handlers = { [K in GatewayCall]: Handler<(typeof gatewayApi)[K]> };
