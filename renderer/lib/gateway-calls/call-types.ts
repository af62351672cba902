import type { z } from 'zod';
import type { ScreenCall } from '#shared/bridge/gateway-calls.ts';
import type { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { peersApi } from '#shared/gateway-api/peers-api.ts';

/**
 * What goes into a call of the gateway and what comes back, read off the contract's tables. Types only: the tables hold
 * schemas, and the schema library stays out of the screens.
 */

type Row<C extends ScreenCall> = (typeof gatewayApi)[C];

/** A query's values are texts on the wire; the hooks write numbers and flags as such. */
export type QueryValue = string | number | boolean | readonly string[];

type Query<C extends ScreenCall> =
  Row<C> extends { query: infer Q extends z.ZodType }
    ? { query?: { readonly [K in keyof z.input<Q>]?: QueryValue } }
    : object;
type Params<C extends ScreenCall> =
  Row<C> extends { params: infer P extends z.ZodType } ? { params: z.input<P> } : object;
type Body<C extends ScreenCall> =
  Row<C> extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : object;

/** Parameters, query and body of a call; only what its row has. */
export type CallRequest<C extends ScreenCall> = Query<C> & Params<C> & Body<C>;

/** The row's 200; a text where the row has no schema. */
export type CallAnswer<C extends ScreenCall> = Row<C>['answers'] extends {
  200: { schema: infer S extends z.ZodType };
}
  ? z.output<S>
  : string;

type Modules = typeof peersApi;
export type PeersModule = keyof Modules;
export type PeersName<M extends PeersModule> = keyof Modules[M] & string;

type Method<M extends PeersModule, N extends PeersName<M>> = Modules[M][N];

/** Arguments of a dispatcher method, by name. */
export type PeersArgs<M extends PeersModule, N extends PeersName<M>> =
  Method<M, N> extends { args: infer A extends z.ZodType } ? z.input<A> : never;

export type PeersResult<M extends PeersModule, N extends PeersName<M>> =
  Method<M, N> extends { result: infer R extends z.ZodType } ? z.output<R> : never;
