import { Button, Group, List, Progress, Text } from '@mantine/core';
import { IconDownload, IconFolderOpen } from '@tabler/icons-react';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { Card } from '../../../components/card.tsx';
import { FailureDetails, FailureView } from '../../../components/failure-view.tsx';
import { Mark, markColor } from '../../../components/mark.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { useHandOver } from '../use-hand-over.tsx';
import { QuestionCard } from './question-card.tsx';
import classes from './transfer-card.module.css';
import { endMarks, fileWords, transferFigures, transferFraction, transferTitle } from './transfer-view.ts';

/** The transfer of one console: its question, its progress, its result until that is dismissed. */
export function TransferCards({ consoleId }: { consoleId: string }) {
  const transfers = useCall('serial.transfers', null).data ?? [];
  const transfer = transfers.find((entry) => entry.consoleId === consoleId);
  if (!transfer) return null;
  if (transfer.state === 'asking') return <QuestionCard key={transfer.id} transfer={transfer} />;
  return transfer.state === 'running' ? (
    <RunningTransfer transfer={transfer} />
  ) : (
    <EndedTransfer transfer={transfer} />
  );
}

function RunningTransfer({ transfer }: { transfer: SerialTransfer }) {
  const cancel = useAct('serial.transferCancel');
  const fraction = transferFraction(transfer);
  const title = transferTitle(transfer);
  return (
    <Card title={title} edge={markColor('busy')}>
      <div className={classes.line}>
        <div className={classes.bar}>
          <Progress
            value={(fraction ?? 1) * 100}
            striped={fraction === null}
            size={12}
            radius="xl"
            aria-label={title}
            transitionDuration={150}
          />
        </div>
        <Button
          variant="default"
          loading={cancel.running}
          onClick={() => void cancel.run({ transferId: transfer.id })}
        >
          Cancel
        </Button>
      </div>
      <div className={classes.figures}>
        {fraction === null ? null : <strong>{Math.floor(fraction * 100)} %</strong>}
        {transferFigures(transfer).map((words) => (
          <span key={words}>{words}</span>
        ))}
      </div>
      {cancel.failure ? <FailureView title="It was not cancelled" failure={cancel.failure} /> : null}
    </Card>
  );
}

function EndedTransfer({ transfer }: { transfer: SerialTransfer }) {
  const dismiss = useAct('serial.transferDismiss');
  const mark = transfer.end === null ? 'idle' : endMarks[transfer.end];
  return (
    <Card
      title={transferTitle(transfer)}
      edge={markColor(mark)}
      aside={<Mark kind={mark} size={22} />}
      hint={transfer.endedAt === null ? null : <TimeText at={transfer.endedAt} />}
    >
      <div role={mark === 'good' ? 'status' : 'alert'}>
        <Text>{transfer.summary ?? transfer.failure?.message}</Text>
      </div>
      {transfer.failure ? <FailureDetails failure={transfer.failure} /> : null}
      {transfer.files.length > 0 ? (
        <List size="md" spacing={4}>
          {transfer.files.map((file, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what names a file here
            <List.Item key={index}>
              <Group gap="sm">
                <span>{fileWords(file)}</span>
                {transfer.direction === 'receive' && file.outcome !== 'skipped' ? (
                  <ReceivedFile transfer={transfer} index={index} />
                ) : null}
              </Group>
            </List.Item>
          ))}
        </List>
      ) : null}
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {transfer.folder ? `In ${transfer.folder}` : ''}
        </Text>
        <Button
          variant="default"
          loading={dismiss.running}
          onClick={() =>
            void dismiss.run({ transferId: transfer.id }).then(tellFailure('The result is still there'))
          }
        >
          Dismiss
        </Button>
      </Group>
    </Card>
  );
}

function ReceivedFile({ transfer, index }: { transfer: SerialTransfer; index: number }) {
  const surface = useCall('app.info', null).data?.surface;
  const reveal = useAct('serial.transferReveal');
  const openFile = useAct('serial.transferOpen');
  const handOver = useHandOver();
  const input = { transferId: transfer.id, index };
  if (surface === 'desktop') {
    return (
      <Button
        variant="default"
        leftSection={<IconFolderOpen size={17} aria-hidden />}
        onClick={() => void reveal.run(input).then(tellFailure('The file was not shown'))}
      >
        Show in its folder
      </Button>
    );
  }
  const download = async () => {
    const result = await openFile.run(input);
    tellFailure('The file was not downloaded')(result);
    if (result.ok) handOver(result.value, transfer.folder);
  };
  return (
    <Button
      variant="default"
      loading={openFile.running}
      leftSection={<IconDownload size={17} aria-hidden />}
      onClick={() => void download()}
    >
      Download
    </Button>
  );
}
