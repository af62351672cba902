import type { Logger } from 'pino';
import type { z } from 'zod';
import { bridgeCalls, type CallName, type CallOutput } from '#shared/bridge/contract.ts';
import { requestSchema } from '#shared/bridge/messages.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeEvent, EventBus } from './event-bus.ts';

/** One function per call of the contract. Its input is parsed already; expected failures are results, bugs throw. */
export type BridgeHandlers = {
  [N in CallName]: (input: z.output<(typeof bridgeCalls)[N]['input']>) => Promise<Result<CallOutput<N>>>;
};

/** Whoever sent a request, as its transport sees it. The host asks before it looks at anything else. */
export interface BridgeSender {
  /** For the log, e.g. `ipc app://gatewright/index.html`. */
  description: string;
  /** Whether this sender may call: its own window and frame, or a socket that showed the cookie. */
  isTrusted(): boolean;
}

export type BridgeResult = { ok: true; value: unknown } | { ok: false; failure: Failure };

/** What a transport needs of the workbench: WebSocket, Electron's IPC and tests look alike from here. */
export interface BridgeHost {
  /** Answers every request, never throws; `request` is untrusted (`{ id, call, input }`, see `shared/bridge/messages.ts`). */
  handle(request: unknown, sender: BridgeSender): Promise<BridgeResult>;
  /** Every event of the contract, for every screen; returns the function that ends it. */
  subscribe(listener: (event: BridgeEvent) => void): () => void;
}

const isCallName = (name: string): name is CallName => Object.hasOwn(bridgeCalls, name);

/** The one place where calls are registered, senders checked, input parsed and exceptions stopped. */
export function createBridgeHost(deps: { handlers: BridgeHandlers; bus: EventBus; log: Logger }): BridgeHost {
  const { log } = deps;

  async function run<N extends CallName>(name: N, input: unknown): Promise<BridgeResult> {
    const parsed = bridgeCalls[name].input.safeParse(input ?? null);
    if (!parsed.success) return fail(failure('BRIDGE_BAD_INPUT', { what: describeIssues(parsed.error) }));
    // The table pairs each schema with its handler; TypeScript cannot follow that through a generic name.
    const handler = deps.handlers[name] as (value: unknown) => Promise<Result<unknown>>;
    const result = await handler(parsed.data);
    // Parsing the answer drops every field that the contract does not name, so that nothing internal slips out.
    return result.ok ? ok(bridgeCalls[name].output.parse(result.value)) : result;
  }

  return {
    async handle(request, sender) {
      if (!sender.isTrusted()) {
        log.warn({ sender: sender.description }, 'call from a stranger refused');
        return fail(failure('BRIDGE_SENDER_REFUSED'));
      }
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success) return fail(failure('BRIDGE_BAD_INPUT', { what: describeIssues(parsed.error) }));
      const { call, input } = parsed.data;
      if (!isCallName(call)) return fail(failure('BRIDGE_UNKNOWN_CALL', { call }));
      try {
        return await run(call, input);
      } catch (error) {
        log.error({ error, call }, 'call failed unexpectedly');
        return fail(failure('WORKBENCH_INTERNAL'));
      }
    },
    subscribe: (listener) => deps.bus.subscribe(listener),
  };
}

const describeIssues = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
