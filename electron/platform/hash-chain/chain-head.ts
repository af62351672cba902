import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { ChainHead } from './hash-chain.ts';

/**
 * The note of the log's end, a file beside the database: without it nobody could tell a log whose last entries were taken
 * away from one that never had them. It may lag behind by what a power cut took.
 */
export interface ChainHeadFile {
  /** Null: there is none, or it cannot be read. */
  read(): ChainHead | null;
  /** Replaces it atomically. Throws the file system's error. */
  write(head: ChainHead): void;
}

const form = /^(\d{1,15}) ([0-9a-f]{64})\n$/;

export const chainHeadFile = (path: string): ChainHeadFile => ({
  read() {
    try {
      const [, number, hash] = form.exec(readFileSync(path, 'utf8')) ?? [];
      return number === undefined || hash === undefined ? null : { number: Number(number), hash };
    } catch {
      return null;
    }
  },
  write({ number, hash }) {
    const temporary = `${path}.unfinished`;
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeSync(file, `${number} ${hash}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  },
});
