import '@mantine/dropzone/styles.css';
import { Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileUpload } from '@tabler/icons-react';
import { type DropLike, droppedFiles } from '../lib/dropped-files.ts';

type WholePageDropProps = { title: string; hint: string } & (
  | { onFile(file: File): void; onFiles?: never }
  /** Several are taken at once, in the order of the drop. */
  | { onFiles(files: File[]): void; onFile?: never }
);

/** Takes a file that is dropped anywhere in the window; shows itself only while one is dragged. */
export function WholePageDrop({ title, hint, onFile, onFiles }: WholePageDropProps) {
  return (
    <Dropzone.FullScreen
      multiple={onFiles !== undefined}
      getFilesFromEvent={(event) => droppedFiles(event as DropLike)}
      onDrop={(files) => {
        const [file] = files;
        if (file) onFile?.(file);
        if (file) onFiles?.(files);
      }}
      inputProps={{ 'aria-label': title, tabIndex: -1 }}
    >
      <Stack align="center" justify="center" gap="xs" mih="70vh" style={{ pointerEvents: 'none' }}>
        <IconFileUpload size={56} stroke={1.3} color="var(--mantine-color-anchor)" aria-hidden />
        <Text size="xl" fw={600}>
          {title}
        </Text>
        <Text c="dimmed">{hint}</Text>
      </Stack>
    </Dropzone.FullScreen>
  );
}
