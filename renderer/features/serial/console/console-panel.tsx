import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { FailureView } from '../../../components/failure-view.tsx';
import { WholePageDrop } from '../../../components/whole-page-drop.tsx';
import { useClientState, useClientStore } from '../../../lib/client-state/client-context.tsx';
import { useHexSearch } from '../hex/use-hex-search.ts';
import { PasteDialog } from '../sending/paste-dialog.tsx';
import { SendingNotices } from '../sending/sending-notices.tsx';
import { keptLines } from '../terminal/kept-lines.ts';
import type { TerminalSession } from '../terminal/terminal-session.ts';
import { ReceiveDialog } from '../transfer/receive-dialog.tsx';
import { SendDialog } from '../transfer/send-dialog.tsx';
import { TransferCards } from '../transfer/transfer-card.tsx';
import classes from './console-panel.module.css';
import { ConsoleTools } from './console-tools.tsx';
import { consoleName, outputKey } from './console-view.ts';
import { HexPart } from './hex-part.tsx';
import { LogDialog } from './log-dialog.tsx';
import { RemoveConsoleDialog } from './remove-console-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { StateLine } from './state-line.tsx';

const TerminalView = lazy(() => import('../terminal/terminal-view.tsx'));

type Open =
  | { kind: 'settings' | 'log' | 'receive' | 'remove' }
  | { kind: 'send'; files: readonly File[] }
  | { kind: 'paste'; text: string }
  | null;

const noHits = { index: -1, count: 0 };

/** One console: its state, its tools, what goes on beside it, and its screen. */
export function ConsolePanel({ entry }: { entry: SerialConsole }) {
  const store = useClientStore();
  const [session, setSession] = useState<TerminalSession | null>(null);
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState('');
  const [hits, setHits] = useState(noHits);
  const [notSent, setNotSent] = useState<string | null>(null);
  const [readFailure, setReadFailure] = useState<Failure | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const toolsRef = useRef<HTMLDivElement>(null);
  const text = entry.habits.view === 'text';
  const close = () => {
    setOpen(null);
    session?.focus();
  };

  const onFollow = (wanted: boolean) => {
    if (session) session.follow(wanted);
    else setFollow(wanted);
  };
  const hex = useHexSearch(entry.id, () => setFollow(false));
  const onSearch = (wanted: string, step: 'typed' | 1 | -1) => {
    setSearch(wanted);
    if (!text) return hex.search(wanted, step);
    if (wanted === '') setHits(noHits);
    session?.search(wanted, step);
  };
  const clearedAt = (offset: number) =>
    store.setState((state) => ({
      clearedConsoles: { ...state.clearedConsoles, [outputKey(entry)]: offset },
    }));
  useWishes(entry.id, {
    search: () => searchRef.current?.focus(),
    follow: () => onFollow(!follow),
  });
  // What was said about the line is no longer true when the line has changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state is what the words were about
  useEffect(() => setNotSent(null), [entry.state, entry.usedBy]);

  return (
    <div className={classes.panel}>
      <WholePageDrop
        title={`Drop it here to send it to ${consoleName(entry)}`}
        hint="One file or several. You choose the protocol next."
        onFiles={(files) => setOpen({ kind: 'send', files })}
      />
      <StateLine
        entry={entry}
        onSettings={() => setOpen({ kind: 'settings' })}
        onRemove={() => setOpen({ kind: 'remove' })}
      />
      <div ref={toolsRef} tabIndex={-1} className={classes.tools} role="toolbar" aria-label="Console tools">
        <ConsoleTools
          {...{ entry, follow, onFollow, search, onSearch, searchRef }}
          hits={text ? hits : hex.hits}
          onLeave={() => session?.focus()}
          onClear={() => session && clearedAt(session.clear())}
          onForgotten={() => session?.clear()}
          onLog={() => setOpen({ kind: 'log' })}
          onTransfer={(direction) =>
            setOpen(direction === 'send' ? { kind: 'send', files: [] } : { kind: 'receive' })
          }
        />
      </div>
      <SendingNotices entry={entry} />
      <TransferCards consoleId={entry.id} />
      {readFailure ? (
        <FailureView
          title="The output is not read further"
          failure={readFailure}
          onRetry={() => session?.kick()}
        />
      ) : null}
      <div className={classes.screen}>
        {text ? (
          <Suspense fallback={<Skeleton h="100%" className="gw-late" />}>
            <TerminalView
              entry={entry}
              onSession={setSession}
              onFollow={setFollow}
              onHits={setHits}
              onKey={(key) => (key === 'search' ? searchRef.current : toolsRef.current)?.focus()}
              onPaste={(pasted) => setOpen({ kind: 'paste', text: pasted })}
              onNotSent={setNotSent}
              onReadFailure={setReadFailure}
            />
          </Suspense>
        ) : (
          <HexPart entry={entry} follow={follow} onFollow={setFollow} hit={hex.hit} />
        )}
      </div>
      <div className={classes.foot}>
        <Text size="sm" c="var(--gw-warn)" role="status">
          {notSent}
        </Text>
        <Text size="sm" c="dimmed">
          {footWords(text, search !== '')}
        </Text>
      </div>
      {open?.kind === 'settings' ? <SettingsDialog entry={entry} onClose={close} /> : null}
      {open?.kind === 'remove' ? <RemoveConsoleDialog entry={entry} onClose={close} /> : null}
      {open?.kind === 'log' ? <LogDialog entry={entry} onClose={close} /> : null}
      {open?.kind === 'paste' ? <PasteDialog entry={entry} text={open.text} onClose={close} /> : null}
      {open?.kind === 'send' ? <SendDialog entry={entry} dropped={open.files} onClose={close} /> : null}
      {open?.kind === 'receive' ? <ReceiveDialog entry={entry} onClose={close} /> : null}
    </div>
  );
}

/** What the keys do, or how far a search reaches. */
function footWords(text: boolean, searching: boolean): string {
  if (!text)
    return 'Everything that arrived and is kept is searched: text, upper and lower case apart, or bytes as 0x0d 0a. What you type is not among these bytes.';
  return searching
    ? `The lines of the screen are searched, up to ${keptLines} back. Hex searches everything that is kept.`
    : 'Keys go to the device. Ctrl+Shift+X leaves the terminal, Ctrl+Shift+C copies, Ctrl+Shift+V pastes, Ctrl+Shift+F searches.';
}

/** Does what the command palette wants of this console, once. */
function useWishes(consoleId: string, does: Record<'search' | 'follow', () => void>): void {
  const store = useClientStore();
  const wish = useClientState((state) => state.consoleWish);
  useEffect(() => {
    if (wish?.consoleId !== consoleId) return;
    store.setState({ consoleWish: null });
    does[wish.wish]();
  }, [wish, consoleId, store, does]);
}
