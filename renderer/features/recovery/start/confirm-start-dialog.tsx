import { List } from '@mantine/core';
import { useState } from 'react';
import type { CallInput } from '#shared/bridge/contract.ts';
import type { RecipeDetails, RecipeRunState } from '#shared/bridge/recipes.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { confirmLines, type Entered } from './start-form.ts';

interface ConfirmStartDialogProps {
  recipe: RecipeDetails;
  entered: Entered;
  input: CallInput<'recipes.start'>;
  /** Answers whether the form shows the failure. */
  onRefused(failure: Failure): boolean;
  onStarted(run: RecipeRunState): void;
  onClose(): void;
}

/** Asks once: names the port, and says what will be lost. */
export function ConfirmStartDialog(props: ConfirmStartDialogProps) {
  const { recipe, entered, input, onRefused, onStarted, onClose } = props;
  const start = useAct('recipes.start');
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async () => {
    const result = await start.run(input);
    if (result.ok) onStarted(result.value);
    else if (!onRefused(result.failure)) setFailure(result.failure);
  };
  return (
    <FormDialog
      title={`${recipe.title}, on ${input.port}?`}
      submit={`Start on ${input.port}`}
      {...(recipe.warnings.length > 0 ? { color: 'red' } : { careful: true })}
      size={540}
      submitting={start.running}
      failure={failure ? { title: 'It did not start', failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <List spacing="xs" size="md">
        {confirmLines(recipe, entered, input.port).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </FormDialog>
  );
}
