import { Text } from '@mantine/core';
import { useLocation } from 'wouter';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { paths, placeOf } from '../../../lib/routes.ts';
import { consoleName } from './console-view.ts';

/** Closes the port and forgets what arrived. */
export function RemoveConsoleDialog({ entry, onClose }: { entry: SerialConsole; onClose(): void }) {
  const remove = useAct('serial.remove');
  const [path, go] = useLocation();
  const name = consoleName(entry);
  const submit = async () => {
    const result = await remove.run({ id: entry.id });
    if (!result.ok) return;
    onClose();
    const place = placeOf(path);
    if (place.screen === 'serial' && place.consoleId === entry.id) go(paths.serial);
  };
  return (
    <FormDialog
      title={`Remove the console ${name}?`}
      submit={`Remove ${name}`}
      color="red"
      submitting={remove.running}
      failure={remove.failure ? { title: 'The console was not removed', failure: remove.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        The port is closed and what arrived is forgotten; a running log is ended. Log files, saved files and
        the settings of the device stay.
      </Text>
    </FormDialog>
  );
}
