import { Group, Paper, Switch, Text, Title, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { formatClockSeconds, formatExact } from '../../../lib/format/time.ts';
import classes from '../recovery.module.css';
import { lineKinds } from './run-view.ts';
import { TranscriptTools } from './transcript-tools.tsx';

/** What was sent and received, as it comes. Following stays at the end; scrolling back ends it. */
export function RunTranscript({ run }: { run: RecipeRunState }) {
  const [follow, setFollow] = useState(true);
  return (
    <Paper component="section" aria-label="Transcript" p="md" className={classes.transcript}>
      <Group justify="space-between" gap="sm">
        <Title order={2}>Transcript</Title>
        <Group gap="sm">
          <Switch
            size="md"
            label="Follow"
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
          <TranscriptTools run={run} />
        </Group>
      </Group>
      <Lines lines={run.transcript} follow={follow} onLeave={() => setFollow(false)} />
      <Text size="sm" c="dimmed">
        The last lines are shown. All of it is in {run.transcriptFile}; secrets are left out.
      </Text>
    </Paper>
  );
}

interface LinesProps {
  lines: RecipeRunState['transcript'];
  follow: boolean;
  onLeave(): void;
}

function Lines({ lines, follow, onLeave }: LinesProps) {
  const scrollRef = useRef<HTMLElement>(null);
  const seen = useRef({ top: 0, height: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the end
  useEffect(() => {
    const element = scrollRef.current;
    if (follow && element) element.scrollTop = element.scrollHeight;
  }, [follow, lines]);
  // Back is where only a person goes: the list itself moves to the end, or is clamped when it gets shorter.
  const onScroll = () => {
    const element = scrollRef.current;
    if (!element) return;
    const wentBack = element.scrollTop < seen.current.top - 4;
    if (follow && wentBack && element.scrollHeight === seen.current.height) onLeave();
    seen.current = { top: element.scrollTop, height: element.scrollHeight };
  };
  return (
    <section
      ref={scrollRef}
      className={classes.lines}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
      tabIndex={0}
      aria-label="Lines of the transcript"
      onScroll={onScroll}
    >
      {lines.map(({ at, kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and are drawn again as they come
        <div key={index} className={classes.line} data-kind={kind}>
          <time dateTime={new Date(at).toISOString()} title={formatExact(at)} className={classes.time}>
            {formatClockSeconds(at)}
          </time>
          <span className={classes.lineMark} aria-hidden>
            {lineKinds[kind].mark}
          </span>
          <span className={classes.lineText}>
            <VisuallyHidden>{lineKinds[kind].word}: </VisuallyHidden>
            {text}
          </span>
        </div>
      ))}
    </section>
  );
}
