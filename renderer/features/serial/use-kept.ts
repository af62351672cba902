import { useEffect, useState } from 'react';
import { useBridge, useLink } from '../../lib/bridge/bridge-context.tsx';

export interface Kept {
  /** Bytes that arrived since the tab was opened. */
  total: number;
  /** Bytes below this offset were let go. */
  cutBefore: number;
  sent: number;
}

/** How often the figures move; faster than this nobody reads. */
const showEveryMs = 200;
/** The host cuts in blocks: asked now and then, not with every byte. */
const askEveryMs = 2_000;

/** How much a console has received, sent and keeps; moves by itself while the device talks. */
export function useKept(consoleId: string, start: { sent: number }): Kept {
  const bridge = useBridge();
  const link = useLink().state;
  const [kept, setKept] = useState<Kept>({ total: 0, cutBefore: 0, sent: start.sent });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link that is back is asked again
  useEffect(() => {
    let newest: { total: number; sent: number } | null = null;
    let total = -1;
    let askedAt = Number.NaN;
    let ended = false;
    const ask = async () => {
      if (askedAt === total) return;
      askedAt = total;
      const input = { id: consoleId, from: Number.MAX_SAFE_INTEGER, maxBytes: 1 };
      const result = await bridge.call('serial.read', input);
      if (!result.ok || ended) return;
      const { cutBefore, total: arrived } = result.value;
      setKept((known) => ({ ...known, cutBefore, total: Math.max(known.total, arrived) }));
    };
    const show = () => {
      const next = newest;
      newest = null;
      if (!next) return;
      total = next.total;
      setKept((known) => ({ ...known, ...next }));
    };
    const unsubscribe = bridge.subscribe('serial.arrived', ({ id, ...figures }) => {
      if (id === consoleId) newest = figures;
    });
    // Less may be kept from here on, also when nothing arrives.
    const unsubscribeSettings = bridge.subscribe('settings.changed', () => {
      askedAt = Number.NaN;
      void ask();
    });
    const timers = [setInterval(show, showEveryMs), setInterval(() => void ask(), askEveryMs)];
    void ask();
    return () => {
      ended = true;
      unsubscribe();
      unsubscribeSettings();
      for (const timer of timers) clearInterval(timer);
    };
  }, [bridge, consoleId, link]);
  return kept;
}
