import { List, Progress, ScrollArea, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { count } from '../../lib/format/words.ts';
import { type EachOutcome, runEach, waitFor } from '../../lib/run-each.ts';
import { FormDialog } from '../form-dialog.tsx';
import { Notice } from '../notice.tsx';
import { notify } from '../notify.tsx';
import { type BulkAct, type BulkNoun, nameList, outcomeTitle } from './bulk-act.ts';

interface BulkDialogProps<T> {
  act: BulkAct<T>;
  rows: readonly T[];
  noun: BulkNoun;
  /** The box that is changed. */
  where: string;
  /** Why it cannot be done at this moment; null when it can. */
  whyNot: string | null;
  name(row: T): string;
  /** After every run: these are done. */
  onDone(rows: readonly T[]): void;
  onClose(): void;
}

/** Asks once for all of them; one after the other, and what fails is told by name while the others go on. */
export function BulkDialog<T>(props: BulkDialogProps<T>) {
  const { act, noun, where, whyNot, name, onDone, onClose } = props;
  // The list behind the dialog changes while it works: what was asked about stays as it was.
  const [asked] = useState(props.rows);
  const [lines] = useState(() => act.lines(props.rows));
  const [left, setLeft] = useState(props.rows);
  const [ended, setEnded] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<EachOutcome<T> | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const busy = ended !== null;

  const submit = async () => {
    const control = new AbortController();
    abort.current = control;
    setOutcome(null);
    setEnded(0);
    const result = await runEach(left, act.run, {
      signal: control.signal,
      wait: waitFor,
      onProgress: setEnded,
    });
    setEnded(null);
    onDone(result.done);
    const rest = [...result.missed.map(({ item }) => item), ...result.untried];
    setLeft(rest);
    if (rest.length > 0) return setOutcome(result);
    notify({
      mark: 'good',
      title: outcomeTitle(act, noun, asked.length, asked.length),
      message: where,
      stays: false,
    });
    onClose();
  };

  return (
    <FormDialog
      title={`${act.verb} ${count(asked.length, ...noun)} on ${where}?`}
      submit={`${act.verb} ${outcome ? `the remaining ${left.length}` : count(left.length, ...noun)}`}
      {...(act.loses ? { color: 'red' } : {})}
      submitting={busy}
      canSubmit={whyNot === null}
      cancel={busy ? 'Stop' : outcome ? 'Close' : 'Cancel'}
      onSubmit={() => void submit()}
      onClose={() => (busy ? abort.current?.abort() : onClose())}
      size={540}
    >
      <Text fw={550} style={{ overflowWrap: 'anywhere' }}>
        {nameList(asked.map(name))}
      </Text>
      <List spacing="xs" size="md">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {whyNot ? <Text c="dimmed">{whyNot}</Text> : null}
      {busy ? (
        <Progress
          value={(ended / left.length) * 100}
          aria-label={`${ended} of ${left.length}`}
          transitionDuration={100}
        />
      ) : null}
      {outcome ? (
        <Notice
          mark="bad"
          role="alert"
          title={outcomeTitle(act, noun, asked.length - left.length, asked.length)}
        >
          <Missing outcome={outcome} name={name} />
        </Notice>
      ) : null}
    </FormDialog>
  );
}

function Missing<T>({ outcome, name }: { outcome: EachOutcome<T>; name(row: T): string }) {
  const { missed, untried } = outcome;
  return (
    <ScrollArea.Autosize mah={220} type="auto">
      <List spacing={4} size="md">
        {missed.map(({ item, failure }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change once it is there
          <List.Item key={index} style={{ overflowWrap: 'anywhere' }}>
            <strong>{name(item)}</strong>: {failure.message}
          </List.Item>
        ))}
      </List>
      {untried.length > 0 ? <Text mt={4}>Not tried: {nameList(untried.map(name))}.</Text> : null}
    </ScrollArea.Autosize>
  );
}
