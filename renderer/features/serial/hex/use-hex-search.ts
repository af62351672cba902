import { useRef, useState } from 'react';
import type { OutputHit } from '#shared/bridge/serial-console.ts';
import { notifyFailure } from '../../../components/notify.tsx';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { bytesToBase64 } from '../terminal/base64.ts';
import { hexQuery } from './hex-query.ts';

export interface HexHit {
  at: number;
  bytes: number;
}

export interface HexSearch {
  hit: HexHit | null;
  /** As the search field shows them. */
  hits: { index: number; count: number };
  search(text: string, step: 'typed' | 1 | -1): void;
}

const none = { index: -1, count: 0 };

/** Searches everything that the host keeps of a console; an answer that another search has overtaken counts for nothing. */
export function useHexSearch(consoleId: string, onHit: () => void): HexSearch {
  const bridge = useBridge();
  const [hit, setHit] = useState<HexHit | null>(null);
  const [hits, setHits] = useState(none);
  const round = useRef(0);

  const show = (found: OutputHit, bytes: number) => {
    setHit(found.at === null ? null : { at: found.at, bytes });
    setHits({ index: found.index ?? -1, count: found.count });
    if (found.at !== null) onHit();
  };
  const search = async (text: string, step: 'typed' | 1 | -1) => {
    round.current += 1;
    const mine = round.current;
    const wanted = hexQuery(text);
    if (wanted === null) {
      setHit(null);
      setHits(none);
      return;
    }
    const from = hit === null ? 0 : hit.at + (step === 1 ? 1 : 0);
    const result = await bridge.call('serial.search', {
      ...{ id: consoleId, base64: bytesToBase64(wanted), from, backward: step === -1 },
    });
    if (mine !== round.current) return;
    if (result.ok) show(result.value, wanted.length);
    else notifyFailure('The bytes were not searched', result.failure);
  };
  return { hit, hits, search: (text, step) => void search(text, step) };
}
