import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';

interface ForgetBackupDialogProps {
  backupId: string;
  fileName: string;
  onClose(): void;
}

/** Takes the record off the list; the file itself stays where it is. */
export function ForgetBackupDialog({ backupId, fileName, onClose }: ForgetBackupDialogProps) {
  const forget = useAct('backups.forget');
  const client = useQueryClient();
  const submit = async () => {
    const result = await forget.run({ id: backupId });
    if (!result.ok) return;
    await client.invalidateQueries({ queryKey: ['backups.list'] });
    onClose();
  };
  return (
    <FormDialog
      title="Take this backup off the list?"
      submit="Take off the list"
      submitting={forget.running}
      failure={forget.failure ? { title: 'It is still on the list', failure: forget.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>
        The file {fileName} stays where it is and can still be dropped here to restore it.
      </Text>
    </FormDialog>
  );
}
