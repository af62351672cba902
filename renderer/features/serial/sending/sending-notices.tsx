import { Button, Progress, Text } from '@mantine/core';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { Notice } from '../../../components/notice.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { pasteWords } from '../console/console-view.ts';
import { scriptMarks, scriptTitle } from './script-view.ts';

/** What sends into the console by itself just now, and how the last script ended. */
export function SendingNotices({ entry }: { entry: SerialConsole }) {
  return (
    <>
      {entry.paste ? <PasteNotice entry={entry} paste={entry.paste} /> : null}
      {entry.script ? (
        <ScriptNotice key={entry.script.scriptId + entry.script.state} entry={entry} script={entry.script} />
      ) : null}
    </>
  );
}

function PasteNotice(props: { entry: SerialConsole; paste: NonNullable<SerialConsole['paste']> }) {
  const { entry, paste } = props;
  const stop = useAct('serial.cancelPaste');
  return (
    <Notice
      mark="busy"
      title={`Sending ${pasteWords(paste)}`}
      action={
        <Button
          variant="default"
          loading={stop.running}
          onClick={() => void stop.run({ id: entry.id }).then(tellFailure('It was not stopped'))}
        >
          Stop
        </Button>
      }
    >
      <Progress
        mt={6}
        aria-label="Lines sent"
        value={(paste.sentBytes / Math.max(1, paste.bytes)) * 100}
        transitionDuration={100}
      />
    </Notice>
  );
}

function ScriptNotice(props: { entry: SerialConsole; script: NonNullable<SerialConsole['script']> }) {
  const { entry, script } = props;
  const stop = useAct('serial.stopScript');
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  const running = script.state === 'running';
  return (
    <Notice
      mark={scriptMarks[script.state]}
      title={scriptTitle(script)}
      role={script.state === 'failed' ? 'alert' : 'status'}
      onClose={running ? undefined : () => setDismissed(true)}
      action={
        running ? (
          <Button
            variant="default"
            loading={stop.running}
            onClick={() => void stop.run({ id: entry.id }).then(tellFailure('It was not stopped'))}
          >
            Stop
          </Button>
        ) : null
      }
    >
      {script.failure ? <Text>{script.failure.message}</Text> : running ? <Text>{script.doing}</Text> : null}
    </Notice>
  );
}
