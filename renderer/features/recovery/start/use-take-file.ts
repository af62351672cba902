import { useEffect, useRef, useState } from 'react';
import type { FileToken } from '#shared/bridge/files.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';

/** A file on its way to the host, and how it went. */
export type Taking =
  | { stage: 'idle' }
  | { stage: 'reading'; name: string; fraction: number | null }
  | { stage: 'failed'; failure: Failure };

/** Brings a picked or dropped file to the host. A newer one stops an older one, and so does leaving the screen. */
export function useTakeFile(onTaken: (file: FileToken) => void): {
  taking: Taking;
  take(file: File): void;
  /** From the system's dialog, where the host knows the file already. */
  pick(title: string): void;
  cancel(): void;
} {
  const bridge = useBridge();
  const [taking, setTaking] = useState<Taking>({ stage: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const begin = (): AbortController => {
    running.current?.abort();
    running.current = new AbortController();
    return running.current;
  };
  const arrived = (mine: AbortController, result: Result<FileToken | null>): void => {
    const file = result.ok ? result.value : null;
    if (mine.signal.aborted) {
      if (file) void bridge.call('files.release', { token: file.token });
      return;
    }
    setTaking(result.ok ? { stage: 'idle' } : { stage: 'failed', failure: result.failure });
    if (file) onTaken(file);
  };

  return {
    taking,
    take(file) {
      const mine = begin();
      const reading = (fraction: number | null) => {
        if (!mine.signal.aborted) setTaking({ stage: 'reading', name: file.name, fraction });
      };
      reading(null);
      const options = { signal: mine.signal, onProgress: reading };
      void bridge.takeFile(file, options).then((result) => arrived(mine, result));
    },
    pick(title) {
      const mine = begin();
      setTaking({ stage: 'idle' });
      void bridge.call('files.pick', { title }).then((result) => arrived(mine, result));
    },
    cancel() {
      running.current?.abort();
      setTaking({ stage: 'idle' });
    },
  };
}
