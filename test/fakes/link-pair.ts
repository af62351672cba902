import { createLink, type Link, type LinkEvent, type LinkStep } from '../../electron/platform/link/link.ts';
import type { LinkTiming } from '../../electron/platform/link/link-timing.ts';

type Side = 'workbench' | 'gateway';

/** What the line does to one chunk; nothing: it is lost. */
export type Damage = (chunk: Uint8Array) => Uint8Array[];

export interface Heard {
  events: LinkEvent[];
  /** What each channel has delivered. */
  streams: Map<number, Buffer>;
  ended: Set<number>;
}

/**
 * Two links with a line between them and a clock that runs only when nothing else happens. The line keeps order and takes its
 * time; everything else it may do.
 */
export function linkPair(
  given: { damage?: Damage; bytesPerSecond?: number; latencyMs?: number; timing?: Partial<LinkTiming> } = {},
) {
  const bytesPerSecond = given.bytesPerSecond ?? 11_520;
  const latencyMs = given.latencyMs ?? 5;
  let nowMs = 0;
  let epoch = 1;
  const make = (role: 'initiator' | 'responder') =>
    createLink({
      role,
      newEpoch: () => (epoch = (epoch * 48_271) % 0x7fff_ffff),
      bytesPerSecond,
      timing: given.timing,
    });
  const links: Record<Side, Link> = { workbench: make('initiator'), gateway: make('responder') };
  const heard: Record<Side, Heard> = { workbench: fresh(), gateway: fresh() };
  const deadlines: Record<Side, number | null> = { workbench: null, gateway: null };
  const freeAtMs: Record<Side, number> = { workbench: 0, gateway: 0 };
  let flying: { to: Side; atMs: number; bytes: Uint8Array }[] = [];
  const pair = {
    links,
    heard,
    /** Null: every byte arrives. */
    damage: given.damage ?? null,
    now: () => nowMs,
    start() {
      take('workbench', links.workbench.start(nowMs));
      take('gateway', links.gateway.start(nowMs));
    },
    take,
    /** A side is started again: its link knows nothing any more. */
    restart(side: Side) {
      links[side] = make(side === 'workbench' ? 'initiator' : 'responder');
      heard[side] = fresh();
      take(side, links[side].start(nowMs));
    },
    /** Lets time pass until `done` holds or nothing can happen within `limitMs`. */
    run(done: () => boolean, limitMs = 600_000): boolean {
      const endMs = nowMs + limitMs;
      while (!done()) {
        const next = nextAtMs();
        if (next === null || next > endMs) return false;
        nowMs = Math.max(nowMs, next);
        const index = flying.findIndex(({ atMs }) => atMs <= nowMs);
        const arriving = flying[index];
        if (arriving !== undefined) {
          flying = flying.toSpliced(index, 1);
          take(arriving.to, links[arriving.to].feed(arriving.bytes, nowMs));
        }
        for (const side of ['workbench', 'gateway'] as const) {
          const deadline = deadlines[side];
          if (deadline !== null && deadline <= nowMs) take(side, links[side].tick(nowMs));
        }
      }
      return true;
    },
    pump: (side: Side) => take(side, links[side].pump(nowMs)),
  };

  function nextAtMs(): number | null {
    const times = [...flying.map(({ atMs }) => atMs), deadlines.workbench, deadlines.gateway];
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  function take(side: Side, { send, events, deadlineMs }: LinkStep): void {
    deadlines[side] = deadlineMs;
    const to = side === 'workbench' ? 'gateway' : 'workbench';
    for (const bytes of send) {
      freeAtMs[side] = Math.max(freeAtMs[side], nowMs) + (bytes.length * 1000) / bytesPerSecond;
      for (const arriving of pair.damage === null ? [bytes] : pair.damage(bytes)) {
        flying.push({ to, atMs: freeAtMs[side] + latencyMs, bytes: arriving });
      }
    }
    let toldAny = false;
    for (const event of events) {
      heard[side].events.push(event);
      if (event.type === 'data') {
        const before = heard[side].streams.get(event.channel) ?? Buffer.alloc(0);
        heard[side].streams.set(event.channel, Buffer.concat([before, event.bytes]));
        links[side].consumed(event.channel, event.bytes.length);
        toldAny = true;
      }
      if (event.type === 'restarted') heard[side].streams.clear();
      if (event.type === 'ended') heard[side].ended.add(event.channel);
    }
    if (toldAny) take(side, links[side].pump(nowMs));
  }
  return pair;
}

const fresh = (): Heard => ({ events: [], streams: new Map(), ended: new Set() });
