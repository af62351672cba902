import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingFile {
  /** Appends `text` as it is. Never throws: on a full disk the text is lost, the program goes on. */
  write(text: string): void;
  close(): void;
}

/**
 * A log file that never grows beyond about `maxBytes`: then it becomes `<path>.1`, replacing the one before. Written at
 * once, so that the last words of a process that is killed are there.
 */
export function openRotatingFile(path: string, options: { maxBytes: number }): RotatingFile {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a', 0o600);
  let bytes = fstatSync(file).size;
  return {
    write(text) {
      try {
        if (bytes > options.maxBytes) {
          renameSync(path, `${path}.1`);
          closeSync(file);
          file = openSync(path, 'a', 0o600);
          bytes = 0;
        }
        bytes += writeSync(file, text);
      } catch {
        // There is nowhere left to say it.
      }
    },
    close: () => closeSync(file),
  };
}
