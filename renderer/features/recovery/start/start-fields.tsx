import { Switch } from '@mantine/core';
import type { RecipeDetails } from '#shared/bridge/recipes.ts';
import { FileField } from './file-field.tsx';
import { PortField } from './port-field.tsx';
import { enteredValue, type Problems } from './start-form.ts';
import { TypedField } from './typed-field.tsx';
import type { useRecipeDraft } from './use-recipe-draft.ts';

interface StartFieldsProps {
  recipe: RecipeDetails;
  draft: ReturnType<typeof useRecipeDraft>;
  port: string;
  secrets: Readonly<Record<string, string | undefined>>;
  problems: Problems;
  onSecret(name: string, value: string): void;
}

/** The port, one field for each variable of the recipe, and how fast it goes on. */
export function StartFields({ recipe, draft, port, secrets, problems, onSecret }: StartFieldsProps) {
  const files = recipe.fields.filter(({ kind }) => kind === 'file');
  const takesDrops = files.find(({ name }) => draft.files[name] === undefined) ?? files[0];
  return (
    <>
      <PortField port={port} problem={problems.port} onChange={(next) => draft.change({ port: next })} />
      {recipe.fields.map((field) => {
        const { name, kind } = field;
        const problem = problems.fields[name];
        return kind === 'file' ? (
          <FileField
            key={name}
            field={field}
            file={draft.files[name]}
            problem={problem}
            takesDrops={field === takesDrops}
            onFile={(file) => draft.setFile(name, file)}
          />
        ) : (
          <TypedField
            key={name}
            field={field}
            value={enteredValue(field, { draft, secrets })}
            problem={problem}
            onChange={(value) =>
              kind === 'secret'
                ? onSecret(name, value)
                : draft.change({ texts: { ...draft.texts, [name]: value } })
            }
          />
        );
      })}
      <Switch
        size="md"
        label="Step by step"
        description="It waits for you before each step."
        checked={draft.stepByStep}
        onChange={(event) => draft.change({ stepByStep: event.currentTarget.checked })}
      />
    </>
  );
}
