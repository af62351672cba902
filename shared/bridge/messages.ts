import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';

/** Frames of the WebSocket transport; Electron's IPC carries the same objects. */
export const requestSchema = z.object({ id: z.int(), call: z.string(), input: z.unknown() });

export const resultSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);

export const serverMessageSchema = z.union([
  z.object({ id: z.int(), result: resultSchema }),
  z.object({ event: z.string(), payload: z.unknown() }),
]);

export type BridgeRequest = z.infer<typeof requestSchema>;
export type ServerMessage = z.infer<typeof serverMessageSchema>;
