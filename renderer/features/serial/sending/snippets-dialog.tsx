import { ActionIcon, Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { IconPencil, IconPlus, IconQuote, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Snippet } from '#shared/bridge/serial-scripts.ts';
import { CallView } from '../../../components/call-view.tsx';
import { Empty } from '../../../components/empty.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { SnippetEditor } from './snippet-editor.tsx';

/** The snippets of this workbench: add, change, remove. */
export function SnippetsDialog({ onClose }: { onClose(): void }) {
  const query = useCall('serial.snippets', null);
  const remove = useAct('serial.removeSnippet');
  const [editing, setEditing] = useState<Snippet | 'new' | null>(null);
  if (editing !== null) {
    return <SnippetEditor snippet={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />;
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title="Snippets"
      size={560}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <CallView query={query} failed="The snippets could not be read" loading={<RowsSkeleton rows={2} />}>
        {(snippets) => (
          <Stack gap="sm">
            {snippets.length === 0 ? (
              <Empty compact icon={IconQuote} title="No snippets yet">
                <Text>Text that you send often: a command, several lines of a configuration.</Text>
              </Empty>
            ) : null}
            {snippets.map((snippet) => (
              <Paper key={snippet.id} p="sm">
                <Group wrap="nowrap" gap="xs">
                  <div style={{ flex: 1, minWidth: 0 }}>
                    <Text fw={600}>{snippet.name}</Text>
                    <Text size="sm" c="dimmed" truncate className="gw-mono">
                      {snippet.text}
                    </Text>
                  </div>
                  <ActionIcon aria-label={`Edit ${snippet.name}`} onClick={() => setEditing(snippet)}>
                    <IconPencil size={18} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`Remove ${snippet.name}`}
                    onClick={() =>
                      void remove.run({ id: snippet.id }).then(tellFailure('The snippet was not removed'))
                    }
                  >
                    <IconTrash size={18} />
                  </ActionIcon>
                </Group>
              </Paper>
            ))}
            <Group>
              <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEditing('new')}>
                New snippet
              </Button>
            </Group>
          </Stack>
        )}
      </CallView>
    </Modal>
  );
}
