import type { z } from 'zod';
import { type Failure, failure, isErrorCode } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import { consoleApi } from '#shared/gateway-api/console/transfer-api.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { HttpAnswer, HttpRequest } from './gateway-http.ts';
import { parseJson } from './parse-json.ts';

/** Every row that a client may call: those of the network, and those that the serial console serves alone. */
const rows = { ...gatewayApi, ...consoleApi } as const;
export type ClientCall = keyof typeof rows;

/** What the gateway answers to `N` with 200: the value of its schema, or its text. */
export type AnswerOf<N extends ClientCall> = (typeof rows)[N]['answers'][200] extends {
  schema: infer S extends z.ZodType;
}
  ? z.output<S>
  : string;

export interface CallOptions {
  params?: Readonly<Record<string, string>>;
  /** A list is the same name several times. */
  query?: Readonly<Record<string, string | readonly string[]>>;
  body?: unknown;
}

/** Turns a row of the contract into a request; `:name` in its path comes from `params`. */
export function requestFor(call: ClientCall, options: CallOptions = {}): HttpRequest {
  const endpoint: Endpoint = rows[call];
  const path = endpoint.path.replace(/:(\w+)/g, (_match, name: string) => {
    const value = options.params?.[name];
    if (value === undefined) throw new Error(`${call} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
  const query = queryText(options.query ?? {});
  return {
    method: endpoint.method,
    path: query === '' ? path : `${path}?${query}`,
    ...(options.body !== undefined && {
      body: JSON.stringify(options.body),
      headers: { 'content-type': 'application/json' },
    }),
  };
}

function queryText(query: NonNullable<CallOptions['query']>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const text of [value].flat()) pairs.append(name, text);
  }
  return pairs.toString();
}

/** Reads an answer by the contract: 200 with the right shape, or the failure that it is. */
export function readAnswer<N extends ClientCall>(
  call: N,
  answer: HttpAnswer,
  gateway: string,
): Result<AnswerOf<N>> {
  const endpoint: Endpoint = rows[call];
  if (answer.status !== 200) return fail(answerFailure(answer, gateway, endpoint));
  const schema = endpoint.answers[200]?.schema;
  // Both sides of AnswerOf; TypeScript does not narrow a conditional type by a value.
  if (schema === undefined) return ok(answer.text as AnswerOf<N>);
  const parsed = schema.safeParse(parseJson(answer.text));
  if (!parsed.success) {
    return fail(
      failure('GATEWAY_ANSWER', {
        gateway,
        status: 200,
        call: `${endpoint.method} ${endpoint.path}`,
        said: 'something that does not fit the contract',
      }),
    );
  }
  return ok(parsed.data as AnswerOf<N>);
}

/** The gateway's own code and sentence where it sends them, else what it said, in quotes as it were. */
export function answerFailure(
  answer: HttpAnswer,
  gateway: string,
  endpoint: Pick<Endpoint, 'method' | 'path'>,
): Failure {
  const said = saidBy(answer.text);
  const code = answer.headers[errorCodeHeader];
  if (code !== undefined && isErrorCode(code) && said !== '') {
    return { code, message: said, context: { gateway, status: answer.status } };
  }
  return failure('GATEWAY_ANSWER', {
    gateway,
    status: answer.status,
    call: `${endpoint.method} ${endpoint.path}`,
    said: said === '' ? '(nothing)' : said,
  });
}

/** `{err}` or `{error}` of a JSON answer, the text of any other; one line, of a length that fits a sentence. */
function saidBy(text: string): string {
  const json = parseJson(text);
  const fields: { err?: unknown; error?: unknown; message?: unknown } =
    typeof json === 'object' && json !== null ? json : {};
  const said = fields.err ?? fields.error ?? fields.message ?? text;
  // A box behind a proxy answers with pages; their markup helps nobody.
  const plain = String(said).startsWith('<') ? '(a web page)' : String(said);
  return plain.replace(/\s+/g, ' ').trim().slice(0, 500);
}
