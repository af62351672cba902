import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { LoginScript, ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { moveStep, newStep, stepProblem, usualSteps } from './script-steps.ts';
import { StepFields } from './step-fields.tsx';

const maxSteps = 100;

interface Draft {
  /** Steps are moved and removed: a key of their own keeps their fields together. */
  key: number;
  step: ScriptStep;
}

/** A login script as a small form: wait for this, send that. */
export function ScriptEditor({ script, onClose }: { script: LoginScript | null; onClose(): void }) {
  const save = useAct('serial.saveScript');
  const [name, setName] = useState(script?.name ?? '');
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    (script?.steps ?? usualSteps).map((step, key) => ({ key, step })),
  );
  const problem = drafts.map(({ step }) => stepProblem(step)).find((found) => found !== null) ?? null;
  const submit = async () => {
    const steps = drafts.map(({ step }) => step);
    const result = await save.run({ id: script?.id ?? null, name: name.trim(), steps });
    if (result.ok) onClose();
  };
  const add = () => {
    const key = Math.max(-1, ...drafts.map((draft) => draft.key)) + 1;
    setDrafts([...drafts, { key, step: newStep('send') }]);
  };
  return (
    <FormDialog
      title={script ? `Edit ${script.name}` : 'New login script'}
      submit="Save the script"
      submitting={save.running}
      canSubmit={name.trim() !== '' && drafts.length > 0 && problem === null}
      failure={save.failure ? { title: 'The script was not saved', failure: save.failure } : null}
      size={820}
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
      <Stack gap="xs">
        {drafts.map(({ key, step }, index) => (
          <StepFields
            key={key}
            step={step}
            number={index + 1}
            first={index === 0}
            last={index === drafts.length - 1}
            onChange={(next) =>
              setDrafts(drafts.map((draft) => (draft.key === key ? { key, step: next } : draft)))
            }
            onMove={(by) => setDrafts(moveStep(drafts, index, by))}
            onRemove={() => setDrafts(drafts.filter((draft) => draft.key !== key))}
          />
        ))}
      </Stack>
      <Group justify="space-between">
        <Button
          variant="default"
          disabled={drafts.length >= maxSteps}
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={add}
        >
          Add a step
        </Button>
        <Text size="sm" c="dimmed">
          {problem ?? 'Passwords belong into secrets: a script is kept as plain text.'}
        </Text>
      </Group>
    </FormDialog>
  );
}
