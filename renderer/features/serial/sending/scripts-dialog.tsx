import { ActionIcon, Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { IconKey, IconPencil, IconPlus, IconRoute, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { LoginScript } from '#shared/bridge/serial-scripts.ts';
import { CallView } from '../../../components/call-view.tsx';
import { Empty } from '../../../components/empty.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { count } from '../../../lib/format/words.ts';
import { ScriptEditor } from './script-editor.tsx';
import { stepWords } from './script-steps.ts';
import { SecretDialog } from './secret-dialog.tsx';

type Open = { kind: 'edit'; script: LoginScript | null } | { kind: 'secret'; name: string } | null;

/** The login scripts of this workbench: add, change, remove, and enter what they lack. */
export function ScriptsDialog({ onClose }: { onClose(): void }) {
  const query = useCall('serial.scripts', null);
  const remove = useAct('serial.removeScript');
  const [open, setOpen] = useState<Open>(null);
  if (open?.kind === 'edit') return <ScriptEditor script={open.script} onClose={() => setOpen(null)} />;
  if (open?.kind === 'secret') return <SecretDialog name={open.name} onClose={() => setOpen(null)} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Login scripts"
      size={640}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <CallView query={query} failed="The scripts could not be read" loading={<RowsSkeleton rows={2} />}>
        {(scripts) => (
          <Stack gap="sm">
            {scripts.length === 0 ? (
              <Empty compact icon={IconRoute} title="No login scripts yet">
                <Text>
                  A script waits for prompts and sends answers, at a click or whenever a port opens.
                </Text>
              </Empty>
            ) : null}
            {scripts.map((script) => (
              <Paper key={script.id} p="sm">
                <Group wrap="nowrap" gap="xs">
                  <div style={{ flex: 1, minWidth: 0 }}>
                    <Text fw={600}>{script.name}</Text>
                    <Text size="sm" c="dimmed" truncate>
                      {count(script.steps.length, 'step')}: {script.steps.map(stepWords).join('; ')}
                    </Text>
                  </div>
                  <ActionIcon
                    aria-label={`Edit ${script.name}`}
                    onClick={() => setOpen({ kind: 'edit', script })}
                  >
                    <IconPencil size={18} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`Remove ${script.name}`}
                    onClick={() =>
                      void remove.run({ id: script.id }).then(tellFailure('The script was not removed'))
                    }
                  >
                    <IconTrash size={18} />
                  </ActionIcon>
                </Group>
                {script.missingSecrets.map((name) => (
                  <Group key={name} gap="xs" mt={6}>
                    <Text size="sm" c="var(--gw-warn)">
                      The secret "{name}" is not entered.
                    </Text>
                    <Button
                      variant="default"
                      leftSection={<IconKey size={17} aria-hidden />}
                      onClick={() => setOpen({ kind: 'secret', name })}
                    >
                      Enter it…
                    </Button>
                  </Group>
                ))}
              </Paper>
            ))}
            <Group>
              <Button
                leftSection={<IconPlus size={17} aria-hidden />}
                onClick={() => setOpen({ kind: 'edit', script: null })}
              >
                New script
              </Button>
            </Group>
          </Stack>
        )}
      </CallView>
    </Modal>
  );
}
