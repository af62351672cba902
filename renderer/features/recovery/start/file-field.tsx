import { Button, Group, Input, Progress, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import type { FileToken } from '#shared/bridge/files.ts';
import type { RecipeField } from '#shared/bridge/recipes.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { WholePageDrop } from '../../../components/whole-page-drop.tsx';
import { useCall } from '../../../lib/bridge/use-call.ts';
import classes from '../recovery.module.css';
import { useTakeFile } from './use-take-file.ts';

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
  const surface = useCall('app.info', null).data?.surface;
  const inputRef = useRef<HTMLInputElement>(null);
  const id = useId();
  const intake = useTakeFile(onFile);
  const { taking } = intake;
  const error = taking.stage === 'failed' ? taking.failure.message : problem;
  const choose = () => {
    if (surface === 'desktop') intake.pick(`Choose: ${field.label}`);
    else inputRef.current?.click();
  };
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
          onFile={intake.take}
        />
      ) : null}
      <Group role="group" aria-labelledby={id} className={classes.fileZone} wrap="nowrap" gap="sm">
        <IconFileUpload size={22} stroke={1.5} aria-hidden className={classes.fileIcon} />
        <div className={classes.fileText} aria-live="polite">
          {taking.stage === 'reading' ? (
            <>
              <Text size="sm">Reading {taking.name}</Text>
              <Progress
                value={(taking.fraction ?? 0) * 100}
                aria-label={`Reading ${taking.name}`}
                transitionDuration={150}
              />
            </>
          ) : file ? (
            <Text size="sm">
              <strong>{file.name}</strong>, {formatBytes(file.bytes)}
            </Text>
          ) : (
            <Text size="sm" c="dimmed">
              {takesDrops ? 'Drop it anywhere, or choose it' : 'No file yet'}
            </Text>
          )}
        </div>
        {taking.stage === 'reading' ? (
          <Button variant="default" onClick={intake.cancel}>
            Cancel
          </Button>
        ) : (
          <Button variant="default" onClick={choose}>
            {file ? 'Choose another' : 'Choose file'}
          </Button>
        )}
        {file && taking.stage !== 'reading' ? (
          <Button variant="subtle" onClick={() => onFile(undefined)}>
            Take away
          </Button>
        ) : null}
        <input
          ref={inputRef}
          type="file"
          hidden
          aria-label={`File: ${field.label}`}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) intake.take(chosen);
            // The same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
