import type { Logger } from 'pino';
import { z } from 'zod';
import type { Child, Spawner } from '#platform/processes/spawner.ts';
import { stopChild } from '#platform/processes/stop-child.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** What the gateway's program tells its parent; what else it may say is for others. */
const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.url() }),
  z.object({ type: z.literal('identify'), by: z.string(), at: z.int() }),
]);

/** Longer than the gateway's own health check of a new revision (60 s), which may run when it was closed in between. */
const readyTimeoutMs = 90_000;
/** The launcher gives supervision 10 s. */
const stopGraceMs = 15_000;
const keptLines = 20;

/** One run of the embedded gateway's program. */
export interface GatewayProcess {
  /** Resolves once it serves, with its address, or with SITE_START_FAILED. */
  ready: Promise<Result<{ address: string }>>;
  /** Resolves when it has ended, with what it said last; `code` is null after a signal. */
  ended: Promise<{ lastWords: string; code: number | null }>;
  stop(): Promise<void>;
}

export function startGatewayProcess(deps: {
  spawner: Spawner;
  entry: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Somebody asked which gateway this is. */
  onIdentify: (request: { by: string; at: number }) => void;
  log: Logger;
}): GatewayProcess {
  const lines: string[] = [];
  const child: Child = deps.spawner.spawn(deps.entry, {
    name: 'gatewright gateway',
    args: deps.args,
    env: deps.env,
    onOutput(stream, line) {
      deps.log.debug({ stream, line }, 'embedded gateway');
      if (stream === 'error') lines.push(line);
      if (lines.length > keptLines) lines.shift();
    },
  });
  const ended = new Promise<{ lastWords: string; code: number | null }>((resolve) => {
    child.onExit(({ code, signal }) =>
      resolve({ lastWords: lines.at(-1) ?? `it ended with ${signal ?? `code ${code}`}`, code }),
    );
  });
  const ready = new Promise<Result<{ address: string }>>((resolve) => {
    const failed = (why: string): { ok: false; failure: Failure } =>
      fail(failure('SITE_START_FAILED', { why }, lines.join('\n')));
    const timer = setTimeout(() => {
      resolve(failed(`it was not ready within ${readyTimeoutMs / 1_000} s.`));
      child.kill('SIGKILL');
    }, readyTimeoutMs);
    child.onMessage((message) => {
      const parsed = messageSchema.safeParse(message);
      if (!parsed.success) return;
      if (parsed.data.type === 'identify') {
        const { by, at } = parsed.data;
        deps.onIdentify({ by, at });
        return;
      }
      clearTimeout(timer);
      resolve(ok({ address: parsed.data.url.replace(/\/$/, '') }));
    });
    ended.then(({ lastWords }) => {
      clearTimeout(timer);
      resolve(failed(lastWords));
    });
  });
  return {
    ready,
    ended,
    async stop() {
      await stopChild(child, { message: { type: 'stop' }, graceMs: stopGraceMs });
    },
  };
}
