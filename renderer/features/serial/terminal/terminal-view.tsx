import '@xterm/xterm/css/xterm.css';
import { Button, useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { IconArrowBarToDown } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { useBridge, useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useClientStore } from '../../../lib/client-state/client-context.tsx';
import { count } from '../../../lib/format/words.ts';
import { outputKey } from '../console/console-view.ts';
import { startSession, type TerminalSession } from './terminal-session.ts';
import classes from './terminal-view.module.css';

export interface TerminalViewProps {
  entry: SerialConsole;
  /** The session while there is one: the tools above act on it. */
  onSession(session: TerminalSession | null): void;
  onFollow(following: boolean): void;
  onHits(hits: { index: number; count: number }): void;
  onKey(key: 'search' | 'leave'): void;
  /** Text of more than one line, which is asked about first. */
  onPaste(text: string): void;
  /** What was typed did not go out. */
  onNotSent(why: string): void;
  onReadFailure(failure: Failure | null): void;
}

/** The text screen of one console: what the device sends, what is typed, times in the gutter. */
export default function TerminalView(props: TerminalViewProps) {
  const { entry } = props;
  const bridge = useBridge();
  const store = useClientStore();
  const link = useLink().state;
  const scheme = useComputedColorScheme('light');
  const { fontFamilyMonospace } = useMantineTheme();
  const mountRef = useRef<HTMLDivElement>(null);
  const gutterRef = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [session, setSession] = useState<TerminalSession | null>(null);
  const [newLines, setNewLines] = useState(0);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round draws the same console anew
  useEffect(() => {
    const mount = mountRef.current;
    const gutter = gutterRef.current;
    if (!mount || !gutter) return;
    const started = startSession({
      ...{ bridge, mount, gutter, consoleId: entry.id, fontFamily: fontFamilyMonospace ?? 'monospace' },
      clearedAt: store.getState().clearedConsoles[outputKey(latest.current.entry)] ?? 0,
      entry: () => latest.current.entry,
      onFollow: (following, lines) => {
        latest.current.onFollow(following);
        setNewLines(following ? 0 : lines);
      },
      onHits: (hits) => latest.current.onHits(hits),
      onKey: (key) => latest.current.onKey(key),
      onPaste: (text) => latest.current.onPaste(text),
      onNotSent: (why) => latest.current.onNotSent(why),
      onReadFailure: (failure) => latest.current.onReadFailure(failure),
      onStaleTimes: () => setRound((times) => times + 1),
    });
    setSession(started);
    latest.current.onSession(started);
    return () => {
      latest.current.onSession(null);
      setSession(null);
      started.end();
    };
  }, [bridge, entry.id, round, store, fontFamilyMonospace]);

  useEffect(() => {
    session?.setTheme(scheme);
  }, [session, scheme]);
  useEffect(() => {
    session?.setConvertEol(entry.habits.carriageReturnAtLineFeed);
  }, [session, entry.habits.carriageReturnAtLineFeed]);
  const timestamps = entry.habits.timestamps;
  useEffect(() => {
    if (!session) return;
    session.fit();
    // Lines were folded anew since their times were noted: drawing them again notes them again.
    if (timestamps && !session.timesAreRight()) setRound((times) => times + 1);
  }, [session, timestamps]);
  useEffect(() => {
    if (link === 'open') session?.kick();
  }, [session, link]);

  return (
    <div className={classes.frame} data-timestamps={timestamps || undefined}>
      <div ref={gutterRef} className={classes.gutter} hidden={!timestamps} aria-hidden />
      <div className={classes.screen}>
        <div ref={mountRef} className={classes.mount} />
      </div>
      {newLines > 0 ? (
        <Button
          className={classes.newLines}
          leftSection={<IconArrowBarToDown size={17} aria-hidden />}
          onClick={() => session?.follow(true)}
        >
          {count(newLines, 'new line')}, follow
        </Button>
      ) : null}
    </div>
  );
}
