import { Button, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { Backup } from '#shared/bridge/backups.ts';
import type { Job } from '#shared/bridge/maintenance.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { Fold } from '../../components/fold.tsx';
import { fromToFact } from '../../components/from-to.tsx';
import { Mark, markColor } from '../../components/mark.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import {
  isRestore,
  jobDetails,
  jobMark,
  jobTitle,
  savesBackup,
  wayWords,
} from '../../lib/domain/job-view.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatClockSeconds } from '../../lib/format/time.ts';
import { DownloadBackup } from '../backups/download-backup.tsx';
import classes from './result-card.module.css';
import { Ticks } from './ticks.tsx';

/** How a job ended: a sentence, the figures, the log below; stays until dismissed. */
export function ResultCard({ job }: { job: Job }) {
  const dismiss = useAct('maintenance.dismiss');
  const backups = useCall('backups.list', { gatewayId: job.gatewayId }).data;
  const backup = savesBackup(job) ? backups?.find((entry) => entry.id === job.backupId) : undefined;
  const mark = jobMark(job);
  const sentence = job.summary ?? job.failure?.message;
  return (
    <Card
      title={jobTitle(job)}
      edge={markColor(mark)}
      aside={<Mark kind={mark} size={22} />}
      hint={job.endedAt === null ? null : <TimeText at={job.endedAt} />}
    >
      <div role={job.outcome === 'succeeded' ? 'status' : 'alert'}>
        {sentence ? <Text>{sentence}</Text> : null}
      </div>
      <Facts facts={resultFacts(job, backup)} columns="flow" />
      {job.outcome === 'succeeded' ? null : <Ticks job={job} />}
      {dismiss.failure ? <FailureView title="It was not dismissed" failure={dismiss.failure} /> : null}
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.details}>
          <Fold label="What happened">
            <JobLog job={job} />
          </Fold>
        </div>
        <Group gap="sm">
          {savesBackup(job) && job.backupId && job.outcome === 'succeeded' ? (
            <DownloadBackup backupId={job.backupId} />
          ) : null}
          <CopyButton value={jobDetails(job)} timeout={1_500}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={
                  copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />
                }
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy details'}
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            loading={dismiss.running}
            onClick={() => void dismiss.run({ jobId: job.id })}
          >
            Dismiss
          </Button>
        </Group>
      </Group>
    </Card>
  );
}

function resultFacts(job: Job, backup: Backup | undefined): Fact[] {
  const facts: Fact[] = [];
  const change = fromToFact({ ...job, firmware: job.kind === 'firmware' });
  if (change && job.outcome === 'succeeded' && !isRestore(job)) facts.push(change);
  if (job.downtimeMs !== null) facts.push({ label: 'Away for', value: formatDuration(job.downtimeMs) });
  if (job.endedAt !== null) {
    facts.push({ label: 'Took in all', value: formatDuration(job.endedAt - job.startedAt) });
  }
  facts.push({ label: 'Went by', value: wayWords[job.via] });
  const file = backup ? { ...backup, name: backup.fileName } : job.file;
  if (file) {
    facts.push(
      { label: 'File', value: `${file.name}, ${formatBytes(file.bytes)}` },
      { label: 'SHA-256', value: <CopyText text={file.sha256} what="SHA-256" /> },
    );
  }
  if (backup) facts.push({ label: 'Saved to', value: backup.folder });
  return facts;
}

function JobLog({ job }: { job: Job }) {
  return (
    <>
      {job.failure ? (
        <Text size="sm" c="dimmed" mb={6}>
          {job.failure.code}
          {job.failure.detail ? `: ${job.failure.detail}` : ''}
        </Text>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className={classes.log} tabIndex={0} aria-label="Log of the job">
        {job.log.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the log only grows at its end
          <div key={index}>
            <span className={classes.time}>{formatClockSeconds(entry.at)}</span> {entry.message}
          </div>
        ))}
      </section>
    </>
  );
}
