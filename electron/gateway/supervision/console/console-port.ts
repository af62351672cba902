import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { backOffMs } from '#platform/processes/back-off.ts';
import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { Result } from '#shared/result.ts';

export interface PortSettings {
  path: string;
  baudRate: number;
}

/** Opens a port of this machine; fails with what is wrong with it. */
export type OpenConsoleLine = (settings: PortSettings) => Promise<Result<ByteLine>>;

/** Keeps one port open and served, whatever happens to its cable. */
export interface ConsolePort {
  /** From now on this one; null: none. The same again changes nothing. */
  use(settings: PortSettings | null): void;
  isOpen(): boolean;
  /** In a few words, for people; null: none is wanted. */
  state(): string | null;
  stop(): Promise<void>;
}

interface ConsolePortDeps {
  openLine: OpenConsoleLine;
  /** Serves an open line; `stop` ends that, the line stays open. */
  serve(line: ByteLine, settings: PortSettings): { stop(): Promise<void> };
  log: Logger;
  retry?: { firstMs: number; maxMs: number } | undefined;
}

const defaultRetry = { firstMs: 1_000, maxMs: 30_000 };

export function createConsolePort(deps: ConsolePortDeps): ConsolePort {
  const { log, retry = defaultRetry } = deps;
  let current: { settings: PortSettings; abort: AbortController } | null = null;
  let running = Promise.resolve();
  let isOpen = false;
  let trouble = '';

  async function serveOnce(line: ByteLine, settings: PortSettings, signal: AbortSignal): Promise<void> {
    log.info(settings, 'the serial console is open');
    [isOpen, trouble] = [true, ''];
    const served = deps.serve(line, settings);
    const gone = Promise.withResolvers<string | null>();
    const stopGone = line.onClosed((why) => gone.resolve(why.message));
    const onAbort = () => gone.resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const why = await gone.promise;
    isOpen = false;
    signal.removeEventListener('abort', onAbort);
    if (why !== null) {
      trouble = why;
      log.warn({ ...settings, why }, 'the serial console lost its port');
    }
    await served.stop();
    stopGone();
    await line.close();
  }

  async function keepOpen(settings: PortSettings, signal: AbortSignal): Promise<void> {
    let failures = 0;
    let told = '';
    trouble = '';
    while (!signal.aborted) {
      const opened = await deps.openLine(settings);
      if (opened.ok) {
        [failures, told] = [0, ''];
        await serveOnce(opened.value, settings, signal);
      } else {
        trouble = opened.failure.message;
        // Not at every try: a cable may be away for weeks.
        if (trouble !== told) {
          log.warn(
            { ...settings, why: trouble },
            'the serial console cannot open its port; it goes on trying',
          );
        }
        told = trouble;
      }
      failures += 1;
      await delay(backOffMs(failures, retry), undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    use(settings) {
      const before = current?.settings ?? null;
      if (before?.path === settings?.path && before?.baudRate === settings?.baudRate) return;
      current?.abort.abort();
      current = settings === null ? null : { settings, abort: new AbortController() };
      if (current === null) return;
      const { settings: wanted, abort } = current;
      // The port before may be the same one at another speed: it has to be closed first.
      running = running
        .then(() => keepOpen(wanted, abort.signal))
        .catch((error) => log.error({ error }, 'the serial console failed'));
    },
    isOpen: () => isOpen,
    state() {
      if (current === null) return null;
      const { path, baudRate } = current.settings;
      return isOpen ? `${path} at ${baudRate} baud` : `not open; ${trouble || `${path} is being opened`}`;
    },
    async stop() {
      current?.abort.abort();
      current = null;
      await running;
    },
  };
}
