import { Button, Group, Text } from '@mantine/core';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Card } from '../../../components/card.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { markColor } from '../../../components/mark.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { ChosenFileList } from './chosen-files.tsx';
import { isXmodem, questionTitle } from './transfer-view.ts';
import { useChosenFiles } from './use-chosen-files.ts';

type Answer = 'accept' | 'refuse' | 'replace' | 'keep-both' | 'skip';

/** What the host wants to know before it goes on: the device began by itself, or a file is there already. */
export function QuestionCard({ transfer }: { transfer: SerialTransfer }) {
  const reply = useAct('serial.transferAnswer');
  const chosen = useChosenFiles();
  const { question } = transfer;
  if (!question) return null;
  const answer = (wanted: Answer) => {
    const fileTokens = wanted === 'accept' ? chosen.files.map(({ token }) => token) : [];
    if (wanted !== 'accept') chosen.releaseAll();
    void reply.run({ transferId: transfer.id, answer: wanted, fileTokens });
  };
  const button = (wanted: Answer, label: string, main = false, disabled = false) => (
    <Button
      variant={main ? 'filled' : 'default'}
      disabled={disabled || reply.running}
      onClick={() => answer(wanted)}
    >
      {label}
    </Button>
  );
  const sends = question.kind === 'start' && question.direction === 'send';
  return (
    <Card title={questionTitle(transfer)} edge={markColor('warning')}>
      <div role="alert">
        {question.kind === 'replace' ? (
          <Text>
            The device sends {question.name}
            {question.bytes === null ? '' : `, ${formatBytes(question.bytes)}`}. A file of this name is in{' '}
            {transfer.folder ?? 'the folder'}. Keeping both saves the new one as {question.suggestedName}.
          </Text>
        ) : (
          <Text>
            {sends
              ? 'Nothing is sent before you choose. Until then the device waits and keys do not reach it.'
              : 'Nothing is received before you agree. Until then the device waits and keys do not reach it.'}
          </Text>
        )}
      </div>
      {sends ? <ChosenFileList chosen={chosen} several={!isXmodem(transfer.protocol)} /> : null}
      {reply.failure ? <FailureView title="The answer was not taken" failure={reply.failure} /> : null}
      <Group justify="flex-end" gap="sm">
        {question.kind === 'replace' ? (
          <>
            {button('skip', 'Skip it')}
            {button('replace', 'Replace the old one')}
            {button('keep-both', 'Keep both', true)}
          </>
        ) : (
          <>
            {button('refuse', 'Refuse')}
            {sends
              ? button('accept', 'Send', true, chosen.files.length === 0 || chosen.reading !== null)
              : button('accept', 'Receive', true)}
          </>
        )}
      </Group>
    </Card>
  );
}
