import { onTestFinished } from 'vitest';
import type { ByteLine } from '../../electron/platform/serial/byte-line.ts';
import { eventually } from './eventually.ts';

/** A person at the other end of a line: reads what is shown and types. */
export function typist(line: ByteLine) {
  let shown = '';
  let seen = 0;
  const stop = line.onBytes((bytes) => {
    shown += Buffer.from(bytes).toString('latin1');
  });
  onTestFinished(stop);
  const person = {
    /** Everything that was ever shown. */
    shown: () => shown,
    /** Waits until this is shown after what was waited for before; answers what was in between. */
    async reads(text: string): Promise<string> {
      await eventually(() => shown.slice(seen)).toContain(text);
      const at = shown.indexOf(text, seen);
      const between = shown.slice(seen, at);
      seen = at + text.length;
      return between;
    },
    types: (text: string) => line.write(Buffer.from(text)),
    async logsIn(username: string, password: string): Promise<void> {
      await person.reads('login: ');
      await person.types(`${username}\r`);
      await person.reads('password: ');
      await person.types(`${password}\r`);
    },
  };
  return person;
}
