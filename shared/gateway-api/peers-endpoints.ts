import { json } from '../contract/row.ts';
import { badRequest, errSchema, forbidden } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { type PeersMethod, type PeersModule, peersApi } from './peers-api.ts';

/** One method of the dispatcher with the rows of the contract that call it. */
export interface PeersEndpoint {
  module: PeersModule;
  name: string;
  method: PeersMethod;
  /** Arguments in the query. */
  get: Endpoint;
  /** Arguments in a JSON body. */
  post: Endpoint;
}

const failed = (description: string) => json(description, errSchema);

/** Every method of `peersApi` as rows like those of the contract's own table, for the server, OpenAPI and tests. */
export const peersEndpoints = (): PeersEndpoint[] =>
  Object.entries(peersApi).flatMap(([module, methods]) =>
    Object.entries(methods as Record<string, PeersMethod>).map(([name, method]) => {
      const row = {
        path: `/peers/supervision/${module}/${name}`,
        access: method.access,
        source: 'system-api',
        answers: {
          200: json('The result', method.result),
          400: badRequest,
          403: forbidden,
          404: failed('It does not exist'),
          409: failed('It cannot be done as things are'),
          429: failed('Too many requests'),
          500: failed('What failed'),
          502: failed('The device refused it'),
          503: failed('The driver does not run'),
          504: failed('The driver did not answer in time'),
        },
      } as const;
      const { summary } = method;
      return {
        module: module as PeersModule,
        name,
        method,
        get: {
          ...row,
          method: 'GET',
          summary: `${summary}; arguments also by position in the path`,
          query: method.args,
        },
        post: { ...row, method: 'POST', summary, body: method.args },
      };
    }),
  );
