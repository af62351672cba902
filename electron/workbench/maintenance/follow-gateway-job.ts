import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { type Failure, failure } from '#shared/errors/failure.ts';
import {
  type GatewayJobEvent,
  type GatewayJobOutcome,
  gatewayJobEventSchemas,
  jobEventHeartbeatMs,
} from '#shared/gateway-api/jobs.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pause } from '../pause.ts';
import { answerFailure, requestFor } from '../sessions/contract-request.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import { parseJson } from '../sessions/parse-json.ts';
import { wayOutAfterMs } from './way-out.ts';

const retryMs = 300;
const rateLimitedMs = 2_000;
/** A line that lost two heartbeats is dead. */
const silenceMs = 2 * jobEventHeartbeatMs + 5_000;
/** The gateway may need a moment after its start until its jobs are there again. */
const unknownJobPatienceMs = 10_000;

export interface FollowedEnd {
  outcome: GatewayJobOutcome;
  reason: string | null;
  code: string | null;
}

/**
 * Follows a job of the gateway to its `done`, through the restart that it causes: what was missed comes again by
 * Last-Event-ID. Fails with GATEWAY_DID_NOT_RETURN after `patienceMs` without an answer, and with LOGIN_*.
 */
export async function followGatewayJob(deps: {
  client: GatewayClient;
  jobId: string;
  gateway: string;
  patienceMs: number;
  what: string;
  now: () => number;
  signal: AbortSignal;
  onEvent: (event: GatewayJobEvent) => void;
  /** It has not answered for a while, or answers again. */
  onSilence?: (silent: boolean) => void;
}): Promise<Result<FollowedEnd>> {
  const { client, gateway, now, signal } = deps;
  let lastEventId = '';
  let answeredAt = now();
  let unknownSince: number | null = null;
  while (!signal.aborted) {
    const opened = await client.send({
      ...requestFor('jobEvents', { params: { id: deps.jobId } }),
      body: () => undefined,
      headers: { accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) },
      answer: 'stream',
      signal,
    });
    if (opened.ok) deps.onSilence?.(false);
    else if (now() - answeredAt > wayOutAfterMs) deps.onSilence?.(true);
    // It is there and only wants to be asked less often.
    const limited = opened.ok ? opened.value.status === 429 : opened.failure.code === 'RATE_LIMITED';
    if (limited) {
      answeredAt = now();
      await pause(rateLimitedMs, signal);
      continue;
    }
    if (opened.ok && opened.value.stream !== null) {
      unknownSince = null;
      answeredAt = now();
      const end = await readEvents(opened.value.stream, (event) => {
        lastEventId = String(event.id);
        deps.onEvent(event);
      });
      if (end !== null) return ok(end);
      answeredAt = now();
    } else if (opened.ok && opened.value.status === 404) {
      unknownSince ??= now();
      if (now() - unknownSince > unknownJobPatienceMs) {
        return fail(answerFailure(opened.value, gateway, { method: 'GET', path: '/system/jobs/:id' }));
      }
    } else if (!opened.ok && isForAPerson(opened.failure)) {
      return opened;
    }
    if (now() - answeredAt > deps.patienceMs) {
      const seconds = Math.round(deps.patienceMs / 1_000);
      return fail(failure('GATEWAY_DID_NOT_RETURN', { gateway, seconds, what: deps.what }));
    }
    await pause(retryMs, signal);
  }
  return fail(failure('GATEWAY_CONNECTION_LOST', { gateway, doing: deps.what }));
}

const isForAPerson = ({ code }: Failure): boolean =>
  code.startsWith('LOGIN_') || code.startsWith('KEY_') || code.startsWith('CERTIFICATE_');

/** Reads until `done`, which it answers, or until the line breaks: null. */
async function readEvents(
  stream: Readable,
  onEvent: (event: GatewayJobEvent) => void,
): Promise<FollowedEnd | null> {
  let end: FollowedEnd | null = null;
  const parser = createParser({
    onEvent(message) {
      const event = readEvent(message.event, message.id, message.data);
      if (event === null) return;
      onEvent(event);
      if (event.event !== 'done') return;
      const { outcome, reason, code } = event.data;
      end = { outcome, reason: reason ?? null, code: code ?? null };
    },
  });
  const dead = setTimeout(() => stream.destroy(), silenceMs);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream) {
      dead.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (end !== null) break;
    }
  } catch {
    // The restart cuts the line: that is what reconnecting is for.
  } finally {
    clearTimeout(dead);
    stream.destroy();
  }
  return end;
}

/** Null for what this version does not know. */
function readEvent(name: string | undefined, id: string | undefined, data: string): GatewayJobEvent | null {
  if (name === undefined || !Object.hasOwn(gatewayJobEventSchemas, name)) return null;
  const event = name as keyof typeof gatewayJobEventSchemas;
  const parsed = gatewayJobEventSchemas[event].safeParse(parseJson(data));
  return parsed.success ? ({ id: Number(id), event, data: parsed.data } as GatewayJobEvent) : null;
}
