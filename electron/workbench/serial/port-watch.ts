import { realpath } from 'node:fs/promises';
import { type FoundPort, unlistedPort } from '#platform/serial/port-identity.ts';
import type { ListPorts } from '#platform/serial/port-list.ts';
import type { Result } from '#shared/result.ts';

/** A plugged-in adapter is offered within this time. */
const everyMs = 1_000;
/** What was seen so long ago still counts as now. */
const justNowMs = 50;

/** The ports of this computer as they come and go. Costs nothing before somebody asks for the first time. */
export interface PortWatch {
  /** As it is now. Failure: SERIAL_LIST_FAILED. */
  list(): Promise<Result<readonly FoundPort[]>>;
  /** As last seen, without looking again. */
  known(): readonly FoundPort[];
  /** The port at a path, also at a link to it, or a bare one when it is not in the list. */
  at(path: string): Promise<FoundPort>;
  /** Where the device is now; of several with this identity the one at `lastPath`, if it is among them. Null: nowhere. */
  whereIs(identity: string, lastPath: string): Promise<string | null>;
  /** Called when the list has changed, and with each look at it while ports are missed. */
  onLook(listener: (changed: boolean) => void): () => void;
  stop(): void;
}

export function createPortWatch(listPorts: ListPorts): PortWatch {
  const listeners = new Set<(changed: boolean) => void>();
  let known: readonly FoundPort[] = [];
  let seen = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let looking = false;

  async function look(): Promise<Result<readonly FoundPort[]>> {
    const listed = await listPorts();
    if (!listed.ok) return listed;
    const now = JSON.stringify(listed.value);
    const changed = now !== seen;
    known = listed.value;
    lookedAt = performance.now();
    seen = now;
    for (const listener of [...listeners]) listener(changed);
    return listed;
  }

  function begin(): void {
    if (timer !== null || stopped) return;
    timer = setInterval(async () => {
      if (looking) return;
      looking = true;
      await look().finally(() => {
        looking = false;
      });
    }, everyMs);
    timer.unref();
  }

  async function list(): Promise<Result<readonly FoundPort[]>> {
    begin();
    return look();
  }

  const current = async () => {
    const listed = await list();
    return listed.ok ? listed.value : known;
  };
  /** Those who were just told need no other look; everybody else does: another device may be at the old path by now. */
  const lately = async () => (performance.now() - lookedAt < justNowMs ? known : current());

  return {
    list,
    known: () => known,
    async at(path) {
      const device = await realpath(path).catch(() => path);
      const found = (await current()).find((port) => port.path === device || port.path === path);
      return found ?? unlistedPort(path);
    },
    async whereIs(identity, lastPath) {
      const same = (await lately()).filter((port) => port.identity === identity);
      const found = same.find((port) => port.path === lastPath) ?? same[0];
      if (found !== undefined) return found.path;
      return identity === unlistedPort(lastPath).identity ? lastPath : null;
    },
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped = true;
      if (timer !== null) clearInterval(timer);
    },
  };
}
