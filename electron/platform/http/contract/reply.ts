import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Answer, Row } from '#shared/contract/row.ts';
import type { Failure } from '#shared/errors/failure.ts';

/** Types that turn one row of a contract table into what its handler gets and what it may answer. */

/** What a part of the request is once it was read by the row's schema. */
export type Parsed<E, Part extends string> = E extends { [P in Part]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** The three parts that are read by schemas. */
export interface ParsedParts<E extends Row> {
  params: Parsed<E, 'params'>;
  query: Parsed<E, 'query'>;
  body: Parsed<E, 'body'>;
}

type BodyOf<A extends Answer> = A extends { schema: infer S extends z.ZodType }
  ? z.input<S>
  : A extends { contentType: `text/${string}` }
    ? string | Readable
    : Readable;

export interface AnswerOptions {
  headers?: Record<string, string | undefined> | undefined;
  /** Called once when the answer is out or the connection is gone. */
  afterSent?: (() => void) | undefined;
}

type Answered<E extends Row> = {
  [S in keyof E['answers'] & number]: {
    status: S;
    body: BodyOf<E['answers'][S]>;
    failure?: undefined;
  } & AnswerOptions;
}[keyof E['answers'] & number];

/** One of the row's answers, or a failure whose status and form the registrar takes from the row. */
export type Reply<E extends Row> =
  | Answered<E>
  | ({ failure: Failure; status?: undefined; body?: undefined } & AnswerOptions);

/** What one handler answers when the row's types are forgotten. */
export interface AnyReply extends AnswerOptions {
  status?: number | undefined;
  body?: unknown;
  failure?: Failure | undefined;
}
