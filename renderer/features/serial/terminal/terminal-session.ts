import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { ok } from '#shared/result.ts';
import type { HostBridge } from '../../../lib/bridge/host-bridge.ts';
import { readOutput } from '../read-output.ts';
import { isAskedAbout } from '../sending/pasted-lines.ts';
import { bytesToBase64 } from './base64.ts';
import { createConsoleTerminal } from './create-terminal.ts';
import { nextFrame } from './next-frame.ts';
import { createPump } from './pump.ts';
import { searchMarks, terminalThemes } from './terminal-theme.ts';
import { createTimeGutter } from './time-gutter.ts';
import { binaryBytes, localEcho, typedBytes } from './typed-bytes.ts';
import { createTypedWriter } from './typed-writer.ts';
import { whyNotTyped } from './why-not-typed.ts';

/** So much of what arrived earlier is drawn when a console is opened; more than the kept lines of most devices. */
const backlogBytes = 1024 * 1024;

/** A window that is being dragged is not drawn again at each step. */
const settledMs = 300;

export interface SessionDeps {
  bridge: HostBridge;
  consoleId: string;
  mount: HTMLElement;
  gutter: HTMLElement;
  fontFamily: string;
  /** Offset up to which the screen was cleared. */
  clearedAt: number;
  /** The console as it is now. */
  entry(): SerialConsole;
  onFollow(following: boolean, newLines: number): void;
  onHits(hits: { index: number; count: number }): void;
  onKey(key: 'search' | 'leave'): void;
  onPaste(text: string): void;
  onNotSent(why: string): void;
  /** Why nothing more is drawn; null: it goes on. */
  onReadFailure(failure: Failure | null): void;
  /** The window got narrower or wider while times are shown: lines have to be drawn again to know theirs. */
  onStaleTimes(): void;
}

export interface TerminalSession {
  fit(): void;
  kick(): void;
  focus(): void;
  follow(following: boolean): void;
  /** Empties the screen; answers the offset from which it is filled again. */
  clear(): number;
  search(text: string, step: 'typed' | 1 | -1): void;
  setTheme(scheme: 'light' | 'dark'): void;
  setConvertEol(on: boolean): void;
  timesAreRight(): boolean;
  end(): void;
}

/** One terminal on the page with the pump that fills it and the writer that empties its keyboard. */
export function startSession(deps: SessionDeps): TerminalSession {
  const { bridge, consoleId, mount } = deps;
  /** Own input of other screens, and of this one before it was drawn anew, comes with the output; ours is shown at once. */
  const screen = Math.random().toString(36).slice(2);
  let liveFrom = 0;
  let drawnUntil = 0;
  let scheme: 'light' | 'dark' = 'light';
  let following = true;
  let followedLine = 0;
  let told = '';
  let failing = false;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;

  const console = createConsoleTerminal({
    fontFamily: deps.fontFamily,
    onTyped: (data) => type(typedBytes(data, deps.entry().habits.newline), data),
    onBinary: (data) => type(binaryBytes(data), ''),
    onKey: (key) => {
      if (key === 'copy') void copySelection();
      else if (key !== 'paste') deps.onKey(key);
    },
    onRender: rendered,
    liveFrom: () => liveFrom,
  });
  const { terminal, times } = console;
  const buffer = () => terminal.buffer.active;
  const gutter = createTimeGutter(deps.gutter, {
    rows: () => terminal.rows,
    rowHeight: () => (mount.querySelector('.xterm-screen')?.clientHeight ?? 0) / terminal.rows,
    timeOfRow: (row) => (buffer().type === 'normal' ? times.timeOf(buffer().viewportY + row) : null),
  });
  const writer = createTypedWriter({
    write: async (bytes, text) => {
      const echo = text === '' ? {} : { echo: { text, by: screen } };
      const result = await bridge.call('serial.write', {
        ...{ id: consoleId, base64: bytesToBase64(bytes) },
        ...echo,
      });
      return result.ok ? ok(null) : result;
    },
    onFailure: (failure) => deps.onNotSent(failure.message),
  });

  function type(bytes: Uint8Array, typed: string): void {
    const why = whyNotTyped(deps.entry());
    if (why !== null) {
      deps.onNotSent(why);
      return;
    }
    const echo = deps.entry().habits.localEcho ? localEcho(typed) : '';
    writer.send(bytes, echo);
    console.echo(echo);
  }

  async function copySelection(): Promise<void> {
    if (terminal.hasSelection()) await navigator.clipboard.writeText(terminal.getSelection());
  }

  function rendered(): void {
    if (!deps.gutter.hidden) gutter.draw();
    const now = buffer().viewportY >= buffer().baseY;
    if (following && !now) followedLine = times.lastLine();
    following = now;
    tell();
  }

  function tell(): void {
    const lines = following ? 0 : Math.max(0, times.lastLine() - followedLine);
    if (told === `${following} ${lines}`) return;
    told = `${following} ${lines}`;
    deps.onFollow(following, lines);
  }

  function paste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isAskedAbout(text)) deps.onPaste(text);
    else if (text !== '') terminal.input(text);
  }

  console.open(mount);
  terminal.textarea?.setAttribute('aria-label', 'Console. Keys go to the device. Ctrl+Shift+X leaves it.');
  mount.addEventListener('paste', paste, true);
  console.search.onDidChangeResults(({ resultIndex, resultCount }) =>
    deps.onHits({ index: resultIndex, count: resultCount }),
  );
  const resized = new ResizeObserver(() => {
    console.fit.fit();
    clearTimeout(staleTimer);
    if (!deps.gutter.hidden && !console.timesAreRight())
      staleTimer = setTimeout(deps.onStaleTimes, settledMs);
  });
  resized.observe(mount);
  const pump = createPump({
    async read(from, maxBytes) {
      const result = await readOutput(bridge, consoleId, from, maxBytes);
      if (result.ok && failing) deps.onReadFailure(null);
      failing &&= !result.ok;
      return result;
    },
    async take(part) {
      if (part.kind === 'bytes') drawnUntil = part.offset + part.bytes.length;
      if (part.kind === 'mark' && part.mark.own) {
        if (part.mark.own.by !== screen) console.echo(part.mark.own.text);
        return;
      }
      await console.take(part);
      if (!following) tell();
    },
    drawn: nextFrame,
    begin({ total, cutBefore }) {
      liveFrom = total;
      drawnUntil = Math.max(deps.clearedAt, cutBefore, total - backlogBytes);
      return drawnUntil;
    },
    onFailure(failure) {
      failing = true;
      deps.onReadFailure(failure);
    },
  });
  const unsubscribe = bridge.subscribe('serial.arrived', ({ id, total }) => {
    if (id === consoleId) pump.arrived(total);
  });

  return {
    fit: () => console.fit.fit(),
    kick: pump.kick,
    focus: () => terminal.focus(),
    follow(wanted) {
      if (wanted) terminal.scrollToBottom();
      else if (buffer().viewportY >= buffer().baseY) terminal.scrollLines(-1);
      // Nothing to scroll yet: then following is all there is.
      rendered();
    },
    clear() {
      console.clear();
      return drawnUntil;
    },
    search(text, step) {
      const options = { decorations: searchMarks[scheme], incremental: step === 'typed' };
      if (text === '') console.search.clearDecorations();
      else if (step === -1) console.search.findPrevious(text, options);
      else console.search.findNext(text, options);
    },
    setTheme(next) {
      scheme = next;
      terminal.options.theme = terminalThemes[next];
    },
    setConvertEol(on) {
      terminal.options.convertEol = on;
    },
    timesAreRight: console.timesAreRight,
    end() {
      unsubscribe();
      pump.stop();
      clearTimeout(staleTimer);
      resized.disconnect();
      mount.removeEventListener('paste', paste, true);
      console.dispose();
      deps.gutter.replaceChildren();
    },
  };
}
