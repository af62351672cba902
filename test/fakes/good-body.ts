import { expect } from 'vitest';
import type { z } from 'zod';
import { type GatewayCall, gatewayApi } from '../../shared/gateway-api/contract.ts';
import type { Endpoint } from '../../shared/gateway-api/endpoint.ts';

type GoodBody<K extends GatewayCall> = (typeof gatewayApi)[K]['answers'] extends {
  200: { schema: infer S extends z.ZodType };
}
  ? z.output<S>
  : never;

/** Body of an answer with 200, read by the schema of its row. */
export async function goodBody<K extends GatewayCall>(call: K, answer: Response): Promise<GoodBody<K>> {
  expect(answer.status, call).toBe(200);
  const endpoint: Endpoint = gatewayApi[call];
  return endpoint.answers[200]?.schema?.parse(await answer.json()) as GoodBody<K>;
}
