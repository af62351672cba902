import { Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Snippet } from '#shared/bridge/serial-scripts.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';

/** One snippet: its name, its text, whether Enter follows. */
export function SnippetEditor({ snippet, onClose }: { snippet: Snippet | null; onClose(): void }) {
  const save = useAct('serial.saveSnippet');
  const [name, setName] = useState(snippet?.name ?? '');
  const [text, setText] = useState(snippet?.text ?? '');
  const [enter, setEnter] = useState(snippet?.enter ?? true);
  const submit = async () => {
    const result = await save.run({ id: snippet?.id ?? null, name: name.trim(), text, enter });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={snippet ? `Edit ${snippet.name}` : 'New snippet'}
      submit="Save the snippet"
      submitting={save.running}
      canSubmit={name.trim() !== '' && (text !== '' || enter)}
      failure={save.failure ? { title: 'The snippet was not saved', failure: save.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        maxLength={63}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Text"
        description="May have several lines"
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4_000}
        spellCheck={false}
        value={text}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Switch
        label="Enter afterwards"
        checked={enter}
        onChange={(event) => setEnter(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
