import { type Capabilities, healthSchema } from '#shared/gateway-api/extensions.ts';
import { pause } from '../pause.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import { parseJson } from '../sessions/parse-json.ts';
import { readCapabilities } from '../sessions/read-identity.ts';

/** Fine enough for a downtime in tenths of a second, cheap enough for a gateway on a slow line. */
const lookEveryMs = 150;

/**
 * Looks at a gateway through its restart, without a session. With a boot id a return is proved (another id, and health
 * says ok); a plain box is only seen to fall silent and to answer again.
 */
export interface RestartWatch {
  /** Resolves once it fell silent or shows another boot id; false after `withinMs`. */
  wentDown(withinMs: number): Promise<boolean>;
  /** Resolves once it is back and healthy; false after `withinMs`. */
  cameBack(withinMs: number): Promise<boolean>;
  /** The last look was answered by the boot from before: it never restarted. */
  isBefore(): boolean;
  /** What it said of itself when last seen; null for a plain box. */
  seen(): Capabilities | null;
  /** From the last answer before to the first healthy one after, of the boot that runs now. Null before that or unknown. */
  downtimeMs(): number | null;
  stop(): void;
}

export function watchRestart(deps: {
  client: GatewayClient;
  about: { gateway: string; address: string };
  /** Null on a plain box. */
  bootId: string | null;
  /** It answered right before; otherwise the time away is known only when the boot from before is seen once. */
  inTouch: boolean;
  now: () => number;
  signal: AbortSignal;
}): RestartWatch {
  const { client, bootId, now } = deps;
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, deps.signal]);
  let lastBeforeMs = deps.inTouch ? now() : null;
  let down = false;
  let before = false;
  let seen: Capabilities | null = null;
  let healthyBoot: string | null = null;
  let backAtMs: number | null = null;
  const waiting = new Set<() => void>();

  async function look(): Promise<void> {
    const askedAt = now();
    const read = await readCapabilities(client, deps.about, signal);
    if (signal.aborted) return;
    if (!read.ok) {
      down = true;
      before = false;
      // A boot that was healthy and fell silent again was not the one that stays.
      healthyBoot = null;
      backAtMs = null;
    } else if (bootId === null || read.value === null) {
      if (down) backAtMs ??= now();
      else lastBeforeMs = askedAt;
    } else {
      await judge(read.value, askedAt);
    }
  }

  async function judge(capabilities: Capabilities, askedAt: number): Promise<void> {
    seen = capabilities;
    before = capabilities.bootId === bootId;
    if (before) {
      lastBeforeMs = askedAt;
      return;
    }
    down = true;
    if (healthyBoot === capabilities.bootId) return;
    backAtMs = null;
    if (!(await isHealthy(capabilities.bootId))) return;
    healthyBoot = capabilities.bootId;
    backAtMs = now();
  }

  async function isHealthy(expectedBootId: string): Promise<boolean> {
    const sent = await client.sendOnce({ method: 'GET', path: '/health', timeoutMs: 4_000, signal });
    if (!sent.ok || sent.value.status !== 200) return false;
    const health = healthSchema.safeParse(parseJson(sent.value.text));
    return health.success && health.data.status === 'ok' && health.data.bootId === expectedBootId;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look();
      for (const wake of waiting) wake();
      await pause(lookEveryMs, signal);
    }
    for (const wake of waiting) wake();
  }

  function until(reached: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const deadline = now() + withinMs;
      const check = () => {
        const late = now() > deadline || signal.aborted;
        if (!reached() && !late) return;
        waiting.delete(check);
        resolve(reached());
      };
      waiting.add(check);
      check();
    });
  }

  void run();
  return {
    wentDown: (withinMs) => until(() => down, withinMs),
    cameBack: (withinMs) => until(() => backAtMs !== null, withinMs),
    isBefore: () => before,
    seen: () => seen,
    downtimeMs: () =>
      backAtMs === null || lastBeforeMs === null ? null : Math.max(0, backAtMs - lastBeforeMs),
    stop: () => ended.abort(),
  };
}
