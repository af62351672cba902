import { onTestFinished } from 'vitest';
import { openSerialLine } from '#platform/serial/open-serial-line.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';
import type { EventPayload } from '#shared/bridge/contract.ts';
import type { ConsoleMark, SerialConsole } from '#shared/bridge/serial-console.ts';
import { type LineSettings, lineSettingsDefaults } from '#shared/bridge/serial-ports.ts';
import { eventually } from './eventually.ts';
import type { WorkbenchBench } from './workbench-bench.ts';

/** What a screen knows of one console: events heard, output pulled. */
export interface ConsoleScreen {
  id: string;
  /** As the last event said. */
  last(): SerialConsole;
  /** Every state that it was in, in order. */
  states: string[];
  /** Pulls until nothing is left; answers all that was ever pulled. */
  pull(maxBytes?: number): Promise<Buffer>;
  /** Of everything pulled. */
  marks: ConsoleMark[];
  /** Bytes that were cut before they could be pulled. */
  cut(): number;
  stateIs(state: SerialConsole['state']): Promise<void>;
  shows(text: string): Promise<void>;
}

export async function openConsole(
  bench: WorkbenchBench,
  path: string,
  wish: { settings?: LineSettings; habits?: Partial<SerialConsole['habits']> } = {},
): Promise<ConsoleScreen> {
  const states: string[] = [];
  let last: SerialConsole | null = null;
  const hear = (view: EventPayload<'serial.consoleChanged'>) => {
    if (last !== null && view.id !== last.id) return;
    last = view;
    if (states.at(-1) !== view.state) states.push(view.state);
  };
  bench.bridge.subscribe('serial.consoleChanged', hear);
  const opened = await bench.ask('serial.open', { path, ...wish });
  hear(opened);
  const { id } = opened;
  const marks: ConsoleMark[] = [];
  const pieces: Buffer[] = [];
  let next = 0;
  let cut = 0;

  async function pull(maxBytes = 1024 * 1024): Promise<Buffer> {
    for (;;) {
      const part = await bench.ask('serial.read', { id, from: next, maxBytes });
      const bytes = Buffer.from(part.base64, 'base64');
      cut += part.from - next;
      next = part.from + bytes.length;
      pieces.push(bytes);
      marks.push(...part.marks);
      if (next >= part.total) return Buffer.concat(pieces);
    }
  }

  const seen = () => last ?? opened;
  return {
    ...{ id, states, marks, pull },
    last: seen,
    cut: () => cut,
    stateIs: (state) => eventually(() => seen().state).toBe(state),
    shows: (text) => eventually(async () => (await pull()).toString()).toContain(text),
  };
}

/** The device at the other end of a cable. */
export interface Device {
  line: SerialLine;
  received(): string;
  says(bytes: string | Uint8Array): Promise<void>;
  /** Answers once, when it has heard the text since the last answer. */
  answers(text: string, answer: string): void;
}

export async function attachDevice(path: string): Promise<Device> {
  const opened = await openSerialLine(path, lineSettingsDefaults);
  if (!opened.ok) throw new Error(opened.failure.message);
  const line = opened.value;
  onTestFinished(() => line.close());
  let received = '';
  let from = 0;
  const rules: { text: string; answer: string }[] = [];
  const look = () => {
    const rule = rules[0];
    const at = rule === undefined ? -1 : received.indexOf(rule.text, from);
    if (rule === undefined || at < 0) return;
    rules.shift();
    from = at + rule.text.length;
    void line.write(Buffer.from(rule.answer)).then(look);
  };
  line.onBytes((bytes) => {
    received += Buffer.from(bytes).toString('latin1');
    look();
  });
  return {
    line,
    received: () => received,
    says: (bytes) => line.write(Buffer.from(bytes)),
    answers(text, answer) {
      rules.push({ text, answer });
      look();
    },
  };
}
