import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconFilePlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { formatBytes } from '#shared/format/bytes.ts';
import { FailureView } from '../../../components/failure-view.tsx';
import type { ChosenFiles } from './use-chosen-files.ts';

/** The files that will be sent, in order, and the button that adds more. */
export function ChosenFileList({ chosen, several }: { chosen: ChosenFiles; several: boolean }) {
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <Stack gap="xs">
      {chosen.files.map((file) => (
        <Group key={file.token} gap="xs" wrap="nowrap">
          <Text flex={1} truncate>
            {file.name}{' '}
            <Text span c="dimmed" className="gw-tabular">
              {formatBytes(file.bytes)}
            </Text>
          </Text>
          <ActionIcon aria-label={`Do not send ${file.name}`} onClick={() => chosen.remove(file.token)}>
            <IconX size={17} />
          </ActionIcon>
        </Group>
      ))}
      {chosen.failure ? <FailureView title="The file could not be taken" failure={chosen.failure} /> : null}
      <Group>
        <Button
          variant="default"
          loading={chosen.reading !== null}
          leftSection={<IconFilePlus size={17} aria-hidden />}
          onClick={() => {
            if (!chosen.pick()) inputRef.current?.click();
          }}
        >
          {chosen.files.length === 0 ? 'Choose a file' : 'Add a file'}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {chosen.reading === null
            ? several
              ? 'Or drop files anywhere on this page. They go in this order.'
              : 'Or drop it anywhere on this page.'
            : `Reading ${chosen.reading}`}
        </Text>
      </Group>
      <input
        ref={inputRef}
        type="file"
        hidden
        multiple={several}
        aria-label="Choose files to send"
        onChange={(event) => {
          void chosen.take([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </Stack>
  );
}
