import { z } from 'zod';

/**
 * Spawning through an ancestor: what a program that may not fork (an Electron utility process) and the one that may say to
 * each other. The messages travel in the ordinary channel, told apart from the program's own by `broker`.
 */

const id = z.uuid();

export const brokerRequestSchema = z.discriminatedUnion('broker', [
  z.object({
    broker: z.literal('spawn'),
    id,
    entry: z.string(),
    name: z.string(),
    args: z.array(z.string()),
    env: z.record(z.string(), z.string()),
    maxHeapMiB: z.int().positive().optional(),
  }),
  z.object({ broker: z.literal('send'), id, message: z.unknown() }),
  z.object({ broker: z.literal('kill'), id, signal: z.enum(['SIGTERM', 'SIGKILL']) }),
]);
export type BrokerRequest = z.infer<typeof brokerRequestSchema>;

export const brokerEventSchema = z.discriminatedUnion('broker', [
  z.object({ broker: z.literal('spawned'), id, pid: z.int().nullable() }),
  z.object({ broker: z.literal('message'), id, message: z.unknown() }),
  z.object({ broker: z.literal('output'), id, stream: z.enum(['out', 'error']), line: z.string() }),
  z.object({
    broker: z.literal('exit'),
    id,
    exit: z.object({ code: z.int().nullable(), signal: z.string().nullable() }),
  }),
]);
export type BrokerEvent = z.infer<typeof brokerEventSchema>;

/** Tells a grandchild that it has to ask too. */
export const brokerVariable = 'GATEWRIGHT_SPAWN_BY_BROKER';
