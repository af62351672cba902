import { Button, Group, Modal, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { IconDownload, IconFolderOpen, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { LogOptions, SerialConsole } from '#shared/bridge/serial-console.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Facts } from '../../../components/facts.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Notice } from '../../../components/notice.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { useHandOver } from '../use-hand-over.tsx';
import { consoleName } from './console-view.ts';

interface LogDialogProps {
  entry: SerialConsole;
  onClose(): void;
}

/** Starts a log of this console, or shows the one that is being written. */
export function LogDialog({ entry, onClose }: LogDialogProps) {
  return entry.log ? (
    <RunningLog entry={entry} log={entry.log} onClose={onClose} />
  ) : (
    <StartLog entry={entry} onClose={onClose} />
  );
}

function StartLog({ entry, onClose }: LogDialogProps) {
  const start = useAct('serial.startLog');
  const [options, setOptions] = useState<LogOptions>({ format: 'text', ansi: 'strip', timestamps: true });
  const text = options.format === 'text';
  return (
    <FormDialog
      title={`Log ${consoleName(entry)} to a file`}
      submit={entry.endedLog ? 'Start another log' : 'Start the log'}
      submitting={start.running}
      failure={start.failure ? { title: 'The log was not started', failure: start.failure } : null}
      onSubmit={() => void start.run({ id: entry.id, ...options }).then(({ ok }) => ok && onClose())}
      onClose={onClose}
    >
      {entry.endedLog ? <EndedLog entry={entry} log={entry.endedLog} /> : null}
      <Text>
        Everything that arrives from now on is written, also when nobody looks and when the device goes and
        comes back. A full file is followed by the next one.
        {entry.habits.localEcho
          ? ' What you type is shown here, and is in a text log as [typed: …]; the bytes as they came do not hold it.'
          : ''}
      </Text>
      <SegmentedControl
        aria-label="What is written"
        value={options.format}
        onChange={(format) => setOptions({ ...options, format: format === 'raw' ? 'raw' : 'text' })}
        data={[
          { value: 'text', label: 'Text' },
          { value: 'raw', label: 'Bytes as they came' },
        ]}
      />
      <Switch
        label="Time of arrival in front of each line"
        disabled={!text}
        checked={text && options.timestamps}
        onChange={(event) => setOptions({ ...options, timestamps: event.currentTarget.checked })}
      />
      <Switch
        label="Keep colours and cursor movements"
        disabled={!text}
        checked={!text || options.ansi === 'keep'}
        onChange={(event) => setOptions({ ...options, ansi: event.currentTarget.checked ? 'keep' : 'strip' })}
      />
    </FormDialog>
  );
}

function EndedLog({ entry, log }: { entry: SerialConsole; log: NonNullable<SerialConsole['endedLog']> }) {
  return (
    <Notice
      mark="good"
      title="The last log is complete"
      action={<LogFile entry={entry} folder={log.folder} />}
    >
      <Text>
        <span className="gw-mono">{log.fileName}</span> in <span className="gw-mono">{log.folder}</span>,{' '}
        {logSize(log)}
      </Text>
    </Notice>
  );
}

/** The newest file of the log: shown in its folder on the desktop, downloaded in a browser. */
function LogFile({ entry, folder }: { entry: SerialConsole; folder: string }) {
  const reveal = useAct('serial.revealLog');
  const openLog = useAct('serial.openLog');
  const surface = useCall('app.info', null).data?.surface;
  const handOver = useHandOver();
  const download = async () => {
    const result = await openLog.run({ id: entry.id });
    tellFailure('The log was not downloaded')(result);
    if (result.ok) handOver(result.value, folder);
  };
  return surface === 'desktop' ? (
    <Button
      variant="default"
      leftSection={<IconFolderOpen size={17} aria-hidden />}
      onClick={() => void reveal.run({ id: entry.id }).then(tellFailure('The log was not shown'))}
    >
      Show in its folder
    </Button>
  ) : (
    <Button
      variant="default"
      loading={openLog.running}
      leftSection={<IconDownload size={17} aria-hidden />}
      onClick={() => void download()}
    >
      Download
    </Button>
  );
}

/** Stopped, the dialog goes over to the ended log: its file is what is wanted next. */
function RunningLog({ entry, log, onClose }: LogDialogProps & { log: NonNullable<SerialConsole['log']> }) {
  const stop = useAct('serial.stopLog');
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Log of ${consoleName(entry)}`}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        {log.failure ? <FailureView title="Nothing is written any more" failure={log.failure} /> : null}
        <Facts columns={1} facts={logFacts(log)} />
        <Group justify="flex-end" gap="sm">
          {log.bytes === null ? null : <LogFile entry={entry} folder={log.folder} />}
          <Button
            loading={stop.running}
            leftSection={<IconPlayerStop size={17} aria-hidden />}
            onClick={() => void stop.run({ id: entry.id }).then(tellFailure('The log was not stopped'))}
          >
            Stop the log
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** `4.2 MB`, `20.1 MB in 2 files`. */
const logSize = ({ bytes, files }: { bytes: number; files: number }): string =>
  files === 1 ? formatBytes(bytes) : `${formatBytes(bytes)} in ${files} files`;

const logFacts = (log: NonNullable<SerialConsole['log']>) => [
  { label: 'File', value: <span className="gw-mono">{log.fileName}</span> },
  { label: 'Folder', value: <span className="gw-mono">{log.folder}</span> },
  { label: 'Begun', value: <TimeText at={log.startedAt} /> },
  { label: 'Size', value: log.bytes === null ? 'not known' : logSize({ ...log, bytes: log.bytes }) },
  {
    label: 'Written',
    value:
      log.options.format === 'raw'
        ? 'bytes as they came'
        : `text, ${log.options.ansi === 'keep' ? 'colours kept' : 'colours taken out'}${log.options.timestamps ? ', with times' : ''}`,
  },
];
