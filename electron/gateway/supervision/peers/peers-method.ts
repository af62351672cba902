import type { z } from 'zod';
import type { PeersMethod, PeersModule, peersApi } from '#shared/gateway-api/peers-api.ts';
import type { Result } from '#shared/result.ts';
import type { Session } from '../session/session.ts';

/** Types that turn the dispatcher's table into what its methods get and answer. */

/** Who calls. */
export interface PeersCall {
  session: Session;
  /** For the activity log. */
  caller: { name: string; address: string };
}

export type PeersHandler<M extends PeersMethod> = (
  args: z.output<M['args']>,
  call: PeersCall,
) => Result<z.input<M['result']>> | Promise<Result<z.input<M['result']>>>;

/** The methods of one module. */
export type PeersHandlers<M extends PeersModule> = {
  [K in keyof (typeof peersApi)[M]]: (typeof peersApi)[M][K] extends PeersMethod
    ? PeersHandler<(typeof peersApi)[M][K]>
    : never;
};

/** All modules, by name. */
export type PeersModules = { [M in PeersModule]: PeersHandlers<M> };
