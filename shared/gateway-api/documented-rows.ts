import type { Answer } from '../contract/row.ts';
import { json } from '../contract/row.ts';
import { errSchema, keyPermissionHeader } from './answers.ts';
import { consoleApi } from './console/transfer-api.ts';
import { gatewayApi } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { uploadsApi } from './extensions.ts';
import { peersEndpoints } from './peers-endpoints.ts';

/** One row as it is documented: under a name that no other row has. */
export interface DocumentedRow {
  name: string;
  endpoint: Endpoint;
  /** What it may answer, with what every counted call may answer besides its own. */
  answers: Readonly<Record<number, Answer>>;
}

const tooManyRequests = 429;
const hurried: Answer = {
  ...json('Too many requests of this key or session', errSchema),
  headers: { 'Retry-After': 'seconds' },
};

/** Every call of the gateway: those of the contract's table, resumable uploads, and the dispatcher's methods. */
export function documentedRows(): DocumentedRow[] {
  const rows: [string, Endpoint][] = [
    ...Object.entries({ ...gatewayApi, ...uploadsApi, ...consoleApi }),
    ...peersEndpoints().flatMap(({ module, name, get, post }): [string, Endpoint][] => [
      [`${module}_${name}`, get],
      [`${module}_${name}_post`, post],
    ]),
  ];
  return rows.map(([name, endpoint]) => ({ name, endpoint, answers: answersOf(endpoint) }));
}

function answersOf({ access, source, answers }: Endpoint): Readonly<Record<number, Answer>> {
  if (source === 'management-api') return withPermission(answers);
  return access === 'none' || tooManyRequests in answers
    ? answers
    : { ...answers, [tooManyRequests]: hurried };
}

function withPermission(answers: Endpoint['answers']): Readonly<Record<number, Answer>> {
  const { 200: good } = answers;
  if (good === undefined) return answers;
  const headers = {
    ...good.headers,
    [keyPermissionHeader]: 'read or write: what the caller may do (extension)',
  };
  return { ...answers, 200: { ...good, headers } };
}
