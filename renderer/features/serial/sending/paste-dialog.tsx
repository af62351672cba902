import { NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { count } from '../../../lib/format/words.ts';
import { consoleName } from '../console/console-view.ts';
import classes from './paste-dialog.module.css';
import { pastedLines } from './pasted-lines.ts';

/** So many lines are shown before the rest is only counted. */
const previewLines = 12;

/** Asks before several lines are sent: each of them may be a command. */
export function PasteDialog(props: { entry: SerialConsole; text: string; onClose(): void }) {
  const { entry, text, onClose } = props;
  const paste = useAct('serial.paste');
  const [lineDelayMs, setLineDelayMs] = useState(entry.habits.lineDelayMs);
  const lines = pastedLines(text);
  const submit = async () => {
    const result = await paste.run({ id: entry.id, text, lineDelayMs });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={`Send ${count(lines.length, 'line')} to ${consoleName(entry)}?`}
      submit={`Send ${count(lines.length, 'line')}`}
      submitting={paste.running}
      failure={paste.failure ? { title: 'Nothing was sent', failure: paste.failure } : null}
      size={620}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        {formatBytes(new Blob([text]).size)} from the clipboard. Each line is followed by Enter, so each may
        be carried out at once.
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <pre className={classes.preview} tabIndex={0}>
        {lines.slice(0, previewLines).join('\n')}
        {lines.length > previewLines
          ? `\n… and ${count(lines.length - previewLines, 'more line', 'more lines')}`
          : ''}
      </pre>
      <NumberInput
        label="Pause after each line"
        description="For devices that lose what comes too fast"
        suffix=" ms"
        min={0}
        max={10_000}
        step={50}
        allowDecimal={false}
        value={lineDelayMs}
        onChange={(ms) => setLineDelayMs(typeof ms === 'number' ? ms : 0)}
      />
    </FormDialog>
  );
}
