import '@mantine/dropzone/styles.css';
import { Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileUpload } from '@tabler/icons-react';
import { type DropLike, droppedFiles } from '../lib/dropped-files.ts';

interface WholePageDropProps {
  title: string;
  hint: string;
  onFile(file: File): void;
}

/** Takes a file that is dropped anywhere in the window; shows itself only while one is dragged. */
export function WholePageDrop({ title, hint, onFile }: WholePageDropProps) {
  return (
    <Dropzone.FullScreen
      multiple={false}
      getFilesFromEvent={(event) => droppedFiles(event as DropLike)}
      onDrop={([file]) => {
        if (file) onFile(file);
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
