import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { markedHits } from '../console/marked-hits.ts';
import { keptLines } from './kept-lines.ts';
import { createLineTimes, type LineTimes } from './line-times.ts';
import { markLine, markWords } from './mark-line.ts';
import type { OutputPart } from './output-parts.ts';
import { guardReplies } from './reply-guard.ts';
import { type TerminalKey, terminalKey } from './terminal-keys.ts';

const maxRows = 500;

export interface TerminalDeps {
  fontFamily: string;
  onTyped(data: string): void;
  onBinary(data: string): void;
  onKey(key: Exclude<TerminalKey, null>): void;
  /** After each drawn frame. */
  onRender(): void;
  /** Output before this offset was on a screen before: the terminal does not answer it. */
  liveFrom(): number;
}

export interface ConsoleTerminal {
  terminal: Terminal;
  fit: FitAddon;
  search: SearchAddon;
  times: LineTimes;
  /** Puts it on the page, as wide as its place. */
  open(mount: HTMLElement): void;
  /** Resolves when the part is parsed. */
  take(part: OutputPart): Promise<void>;
  echo(text: string): void;
  /** Times by line stay right until lines are folded anew. */
  timesAreRight(): boolean;
  clear(): void;
  dispose(): void;
}

/** xterm.js with what a console needs of it; on the page when it is opened. */
export function createConsoleTerminal(deps: TerminalDeps): ConsoleTerminal {
  const terminal = new Terminal({
    scrollback: keptLines,
    fontFamily: deps.fontFamily,
    fontSize: 14,
    lineHeight: 1.15,
    cursorBlink: false,
    // AA whatever colours a device mixes.
    minimumContrastRatio: 4.5,
    // The marks of hits are still a proposal.
    allowProposedApi: true,
  });
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: markedHits });
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  /** Offsets of the pieces that are not parsed yet. */
  const waiting: number[] = [];
  let atLineStart = true;
  let timesRight = true;
  let columns = terminal.cols;
  const isReplay = () => (waiting[0] ?? Number.POSITIVE_INFINITY) < deps.liveFrom();
  guardReplies(terminal.parser, isReplay);

  const times = createLineTimes(
    {
      line: () => terminal.buffer.normal.baseY + terminal.buffer.normal.cursorY,
      column: () => terminal.buffer.normal.cursorX,
      mark: () => terminal.registerMarker(0),
    },
    keptLines + maxRows,
  );
  terminal.onData(deps.onTyped);
  terminal.onBinary(deps.onBinary);
  terminal.onRender(deps.onRender);
  terminal.onResize(({ cols }) => {
    if (cols === columns) return;
    columns = cols;
    timesRight = false;
    times.reset();
  });
  terminal.attachCustomKeyEventHandler((event) => {
    const key = terminalKey(event);
    if (key === null) return true;
    // The browser itself pastes, which needs no permission; everything else of these keys is ours.
    if (key !== 'paste') event.preventDefault();
    if (event.type === 'keydown') deps.onKey(key);
    return false;
  });

  const write = (data: string | Uint8Array, at: number, parsed?: () => void): Promise<void> =>
    new Promise((resolve) => {
      terminal.write(data, () => {
        parsed?.();
        // Screens of their own (an editor, a menu) have no lines that stay.
        if (terminal.buffer.active.type === 'normal') times.note(at);
        resolve();
      });
    });

  return {
    terminal,
    fit,
    search,
    times,
    open(mount) {
      terminal.open(mount);
      fit.fit();
      timesRight = true;
    },
    async take(part) {
      if (part.kind === 'bytes') {
        waiting.push(part.offset);
        atLineStart = part.bytes.at(-1) === 0x0a;
        await write(part.bytes, part.at, () => waiting.shift());
        return;
      }
      const words = markWords(part);
      if (words === null) return;
      const line = markLine(words, atLineStart);
      atLineStart = true;
      await write(line, part.kind === 'mark' ? part.mark.at : Number.NaN);
    },
    echo: (text) => terminal.write(text),
    timesAreRight: () => timesRight,
    clear() {
      terminal.clear();
      times.reset();
    },
    dispose: () => terminal.dispose(),
  };
}
