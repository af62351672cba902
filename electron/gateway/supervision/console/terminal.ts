import { createLineEditor, type Typed } from './line-editor.ts';
import { toLines } from './to-lines.ts';

/** `idle`: nothing was typed for too long. `closed`: the terminal is gone. */
export type Read = Typed | { type: 'idle' } | { type: 'closed' };

/** A person at a plain VT100 terminal with 80 columns and 24 lines. */
export interface Terminal {
  /** What was typed; it waits for whoever reads next. */
  feed(bytes: Uint8Array): void;
  /** `patient`: it never gets too long. */
  readLine(prompt: string, options?: { secret?: boolean; patient?: boolean }): Promise<Read>;
  /** Text of any length in lines of the terminal, page by page. Resolves when it is read, or not wanted any more. */
  print(text: string): Promise<void>;
  /** Every read ends as `closed`. */
  close(): void;
}

const rows = 24;
/** Typed ahead while a command works; more is dropped. */
const maxWaiting = 1_024;
const more = '-- more: any key, or q to end --';

export function createTerminal(deps: { write(text: string): void; idleMs: number }): Terminal {
  const editor = createLineEditor();
  let waiting: number[] = [];
  let isClosed = false;
  let reader: { take(octet: number): void; end(why: 'idle' | 'closed'): void } | null = null;
  let timer: NodeJS.Timeout | undefined;

  function deliver(): void {
    while (reader !== null) {
      const octet = waiting.shift();
      if (octet === undefined) return;
      timer?.refresh();
      reader.take(octet);
    }
  }

  /** One read at a time, until `take` answers something. */
  function read<T>(
    take: (octet: number) => T | null,
    patient = false,
  ): Promise<T | { type: 'idle' | 'closed' }> {
    if (isClosed) return Promise.resolve({ type: 'closed' });
    return new Promise((resolve) => {
      const settle = (value: T | { type: 'idle' | 'closed' }) => {
        reader = null;
        clearTimeout(timer);
        resolve(value);
      };
      timer = patient ? undefined : setTimeout(() => settle({ type: 'idle' }), deps.idleMs).unref();
      reader = {
        take(octet) {
          const value = take(octet);
          if (value !== null) settle(value);
        },
        end: (why) => settle({ type: why }),
      };
      deliver();
    });
  }

  async function isMoreWanted(): Promise<boolean> {
    deps.write(more);
    const key = await read((octet) => ({ type: 'key' as const, octet }));
    deps.write(`\r${' '.repeat(more.length)}\r`);
    return key.type === 'key' && !['q', 'Q', '\x03'].includes(String.fromCharCode(key.octet));
  }

  return {
    feed(bytes) {
      waiting.push(...bytes.subarray(0, Math.max(0, maxWaiting - waiting.length)));
      deliver();
    },
    readLine(prompt, { secret = false, patient = false } = {}) {
      editor.begin({ prompt, secret });
      deps.write(prompt);
      return read((octet) => {
        const { output, done } = editor.feed(octet);
        if (output !== '') deps.write(output);
        return done;
      }, patient);
    },
    async print(text) {
      const lines = toLines(text);
      const page = rows - 1;
      for (let at = 0; at < lines.length; at += page) {
        deps.write(
          lines
            .slice(at, at + page)
            .map((line) => `${line}\r\n`)
            .join(''),
        );
        if (at + page < lines.length && !(await isMoreWanted())) return;
      }
    },
    close() {
      isClosed = true;
      waiting = [];
      reader?.end('closed');
    },
  };
}
