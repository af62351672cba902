import { Button, Input, Progress, Text } from '@mantine/core';
import { useId } from 'react';
import type { FileToken } from '#shared/bridge/files.ts';
import type { RecipeField } from '#shared/bridge/recipes.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { FileZone } from '../../../components/file-zone.tsx';
import { WholePageDrop } from '../../../components/whole-page-drop.tsx';
import classes from '../recovery.module.css';
import { type Taking, useTakeFile } from './use-take-file.ts';

interface FileFieldProps {
  field: RecipeField;
  file: FileToken | undefined;
  problem: string | undefined;
  /** One field of the page takes what is dropped. */
  takesDrops: boolean;
  onFile(file: FileToken | undefined): void;
}

/** A file: dropped anywhere on the page or chosen, then its name and size. */
export function FileField({ field, file, problem, takesDrops, onFile }: FileFieldProps) {
  const id = useId();
  const { taking, take, pick, cancel } = useTakeFile(onFile);
  const reading = taking.stage === 'reading';
  const error = taking.stage === 'failed' ? taking.failure.message : problem;
  return (
    <Input.Wrapper
      label={field.label}
      labelElement="div"
      description={field.hint}
      error={error}
      labelProps={{ id }}
    >
      {takesDrops ? (
        <WholePageDrop
          title="Drop it here"
          hint={`It is taken as "${field.label}". Nothing is sent yet.`}
          onFile={take}
        />
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row */}
      <div role="group" aria-labelledby={id} className={classes.fileZone}>
        <FileZone
          label={`File: ${field.label}`}
          button={file ? 'Choose another' : 'Choose file'}
          wrong={error !== undefined}
          onFile={take}
          onPick={() => pick(`Choose: ${field.label}`)}
          instead={
            reading ? (
              <Button variant="default" onClick={cancel}>
                Cancel
              </Button>
            ) : null
          }
          more={
            file && !reading ? (
              <Button variant="subtle" onClick={() => onFile(undefined)}>
                Take away
              </Button>
            ) : null
          }
        >
          <FileWords taking={taking} file={file} takesDrops={takesDrops} />
        </FileZone>
      </div>
    </Input.Wrapper>
  );
}

function FileWords({
  taking,
  file,
  takesDrops,
}: Pick<FileFieldProps, 'file' | 'takesDrops'> & { taking: Taking }) {
  if (taking.stage === 'reading') {
    return (
      <>
        <Text size="sm">Reading {taking.name}</Text>
        <Progress
          value={(taking.fraction ?? 0) * 100}
          aria-label={`Reading ${taking.name}`}
          transitionDuration={150}
        />
      </>
    );
  }
  return file ? (
    <Text size="sm">
      <strong>{file.name}</strong>, {formatBytes(file.bytes)}
    </Text>
  ) : (
    <Text size="sm" c="dimmed">
      {takesDrops ? 'Drop it anywhere, or choose it' : 'No file yet'}
    </Text>
  );
}
