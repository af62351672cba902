import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPencil, IconPlayerPlay, IconQuote } from '@tabler/icons-react';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { whyNotTyped } from '../terminal/why-not-typed.ts';
import { ScriptsDialog } from './scripts-dialog.tsx';
import { SnippetsDialog } from './snippets-dialog.tsx';

/** Snippets and login scripts: one click sends or runs, the last entries edit. */
export function SendMenu({ entry }: { entry: SerialConsole }) {
  const snippets = useCall('serial.snippets', null).data ?? [];
  const scripts = useCall('serial.scripts', null).data ?? [];
  const send = useAct('serial.sendSnippet');
  const run = useAct('serial.runScript');
  const [editing, setEditing] = useState<'snippets' | 'scripts' | null>(null);
  const off = whyNotTyped(entry) !== null || entry.script?.state === 'running';
  return (
    <>
      <Menu width={280}>
        <Menu.Target>
          <Button variant="default" px="sm" rightSection={<IconChevronDown size={15} aria-hidden />}>
            Snippets
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={440} style={{ overflowY: 'auto' }}>
          <Menu.Label>Snippets</Menu.Label>
          {snippets.map(({ id, name }) => (
            <Menu.Item
              key={id}
              mih={38}
              disabled={off}
              leftSection={<IconQuote size={17} aria-hidden />}
              onClick={() =>
                void send.run({ id: entry.id, snippetId: id }).then(tellFailure(`${name} was not sent`))
              }
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Item
            mih={38}
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => setEditing('snippets')}
          >
            Edit snippets…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Login scripts</Menu.Label>
          {scripts.map(({ id, name }) => (
            <Menu.Item
              key={id}
              mih={38}
              disabled={off}
              leftSection={<IconPlayerPlay size={17} aria-hidden />}
              onClick={() =>
                void run.run({ id: entry.id, scriptId: id }).then(tellFailure(`${name} did not start`))
              }
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Item
            mih={38}
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => setEditing('scripts')}
          >
            Edit login scripts…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing === 'snippets' ? <SnippetsDialog onClose={() => setEditing(null)} /> : null}
      {editing === 'scripts' ? <ScriptsDialog onClose={() => setEditing(null)} /> : null}
    </>
  );
}
