import { useRef, useState } from 'react';
import type { FileToken } from '#shared/bridge/files.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';

export interface ChosenFiles {
  files: readonly FileToken[];
  /** Name of the file that the host is taking just now. */
  reading: string | null;
  failure: Failure | null;
  /** Files that were dropped or picked in the browser. */
  take(files: readonly File[]): Promise<void>;
  /** Opens the system's dialog on the desktop; false: the browser's own has to be used. */
  pick(): boolean;
  remove(token: string): void;
  /** The host forgets what is not sent after all. */
  releaseAll(): void;
}

/** Files on their way to a transfer: handed to the host one after the other, kept as tokens. */
export function useChosenFiles(): ChosenFiles {
  const bridge = useBridge();
  const surface = useCall('app.info', null).data?.surface;
  const pickOnDesktop = useAct('files.pick');
  const [files, setFiles] = useState<readonly FileToken[]>([]);
  const [reading, setReading] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const taking = useRef(Promise.resolve());
  const release = (token: string) => void bridge.call('files.release', { token });
  const add = (file: FileToken) => setFiles((known) => [...known, file]);
  return {
    files,
    reading,
    failure,
    take(given) {
      // Behind what is being taken already: the order of the list is the order in which files go.
      taking.current = taking.current.then(async () => {
        if (given.length > 0) setFailure(null);
        for (const file of given) {
          setReading(file.name);
          const result = await bridge.takeFile(file);
          if (result.ok) add(result.value);
          else setFailure(result.failure);
        }
        setReading(null);
      });
      return taking.current;
    },
    pick() {
      if (surface !== 'desktop') return false;
      setFailure(null);
      void pickOnDesktop.run({ title: 'Choose a file to send' }).then((result) => {
        if (!result.ok) setFailure(result.failure);
        else if (result.value) add(result.value);
      });
      return true;
    },
    remove(token) {
      release(token);
      setFiles((known) => known.filter((file) => file.token !== token));
    },
    releaseAll() {
      for (const { token } of files) release(token);
      setFiles([]);
    },
  };
}
