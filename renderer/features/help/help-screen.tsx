import { Kbd, List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { paletteKeys } from '../../lib/platform-keys.ts';
import classes from './help-screen.module.css';

const keys: readonly { keys: ReactNode; does: string }[] = [
  { keys: <Kbd>{paletteKeys}</Kbd>, does: 'Find a gateway, an action or a screen' },
  {
    keys: (
      <>
        <Kbd>j</Kbd> <Kbd>k</Kbd> or <Kbd>↓</Kbd> <Kbd>↑</Kbd>
      </>
    ),
    does: 'Next and previous gateway in the list',
  },
  { keys: <Kbd>Enter</Kbd>, does: 'Open the gateway; in a dialog, do what its button says' },
  { keys: <Kbd>Esc</Kbd>, does: 'Close the dialog or the drawer' },
  {
    keys: (
      <>
        <Kbd>Tab</Kbd> then <Kbd>Enter</Kbd>
      </>
    ),
    does: 'Reach and press everything else; buttons that are off say why',
  },
  {
    keys: (
      <>
        <Kbd>Ctrl</Kbd> <Kbd>Shift</Kbd> <Kbd>X</Kbd>
      </>
    ),
    does: 'Leave the terminal of a serial console, where Tab goes to the device',
  },
  {
    keys: (
      <>
        <Kbd>Ctrl</Kbd> <Kbd>Shift</Kbd> and <Kbd>C</Kbd>, <Kbd>V</Kbd> or <Kbd>F</Kbd>
      </>
    ),
    does: 'In the terminal: copy, paste, search',
  },
];

/** Short and real: what to do, the keys, where the data lives. */
export default function HelpScreen() {
  const info = useCall('app.info', null).data;
  return (
    <Stack maw={900} gap="md">
      <Card title="What to do">
        <List type="ordered" spacing={6}>
          <List.Item>
            <strong>Back up first.</strong> Open the gateway, go to Maintain, press Back up. The file is
            checked after the download; its size and SHA-256 are recorded.
          </List.Item>
          <List.Item>
            <strong>Upgrade.</strong> Drop the package anywhere on the gateway's page. The preflight says what
            it is and what will happen; nothing is changed before you press the button.
          </List.Item>
          <List.Item>
            <strong>Watch the bar.</strong> You may go to other screens or close the window's drawer: the job
            goes on. An upgrade counts as done when the gateway came back with the new revision and is
            healthy. When it does not, it goes back to the old one by itself.
          </List.Item>
          <List.Item>
            <strong>Bring it back.</strong> Restore a backup from the list on the Maintain page, or drop its
            file there.
          </List.Item>
        </List>
      </Card>
      <Card title="Keys">
        <table className={classes.keys}>
          <tbody>
            {keys.map((entry) => (
              <tr key={entry.does}>
                <th scope="row">{entry.keys}</th>
                <td>{entry.does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      <Card title="Where data lives">
        <Facts
          columns={1}
          facts={[
            { label: 'Backups', value: info ? <span className="gw-mono">{info.backupFolder}</span> : '…' },
            {
              label: 'List of gateways, settings, journals of jobs',
              value: 'In the data folder of the workbench on this computer, nowhere else.',
            },
            {
              label: 'Passwords',
              value: info?.keepsSecrets
                ? 'Encrypted by this computer, when you let the workbench remember them.'
                : 'In memory until the workbench ends: this computer has no safe place for them.',
            },
          ]}
        />
      </Card>
      <Text size="sm" c="dimmed">
        {info ? `Gatewright ${info.version}` : ''}
      </Text>
    </Stack>
  );
}
