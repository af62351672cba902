import { Text } from '@mantine/core';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { consoleName } from './console-view.ts';

/** Asks once before what arrived is lost. */
export function ForgetOutputDialog(props: { entry: SerialConsole; onForgotten(): void; onClose(): void }) {
  const { entry, onForgotten, onClose } = props;
  const forget = useAct('serial.clear');
  const submit = async () => {
    const result = await forget.run({ id: entry.id });
    if (!result.ok) return;
    onForgotten();
    onClose();
  };
  return (
    <FormDialog
      title={`Forget everything that ${consoleName(entry)} sent?`}
      submit="Forget it"
      color="red"
      submitting={forget.running}
      failure={forget.failure ? { title: 'Nothing was forgotten', failure: forget.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        The workbench no longer has it: it cannot be copied, saved or scrolled back. Log files and saved files
        stay.
      </Text>
    </FormDialog>
  );
}
