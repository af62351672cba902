import { Progress, Text } from '@mantine/core';
import type { Job } from '#shared/bridge/maintenance.ts';
import { Card } from '../../components/card.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { markColor } from '../../components/mark.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { useLink } from '../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { hostLost } from '../../lib/domain/gateway-view.ts';
import { isRestore, jobTitle, percent, phaseWord, transferWords } from '../../lib/domain/job-view.ts';
import { formatSeconds } from '../../lib/format/duration.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './progress-card.module.css';
import { Ticks } from './ticks.tsx';

/** One running job: a bar that only goes forward, what happens now, and what is done already. */
export function ProgressCard({ job }: { job: Job }) {
  const cancel = useAct('maintenance.cancel');
  const link = useLink();
  const now = useNow(1_000);
  const title = jobTitle(job);
  const reason =
    link.state === 'open'
      ? job.cancellable
        ? null
        : 'The gateway is at work. Stopping now would leave it half done; it ends by itself.'
      : hostLost;
  const what =
    !isRestore(job) && job.from && job.to && job.from !== job.to
      ? `${job.from} to ${job.to}${job.file ? `, ${job.file.name}` : ''}`
      : (job.file?.name ?? null);
  const hint =
    [what, job.via === 'serial' ? 'over the serial cable' : null].filter(Boolean).join(', ') || null;
  return (
    <Card
      title={title}
      hint={hint}
      edge={markColor('busy')}
      aside={
        <Text size="sm" c="dimmed" className="gw-number">
          running for {formatSeconds((now - job.startedAt) / 1_000)}
        </Text>
      }
    >
      <div className={classes.line}>
        <div className={classes.bar}>
          <Progress
            value={job.progress * 100}
            size={12}
            radius="xl"
            aria-label={title}
            transitionDuration={150}
          />
        </div>
        <ReasonButton
          variant="default"
          reason={reason}
          loading={cancel.running}
          onClick={() => void cancel.run({ jobId: job.id })}
        >
          Cancel
        </ReasonButton>
      </div>
      <div className={classes.now}>
        <strong className={classes.percent}>{percent(job.progress)} %</strong>
        {/* Only the phase is announced; figures that change every moment would drown it. */}
        <span aria-live="polite">{phaseWord(job)}</span>
        {transferWords(job.transfer).map((word) => (
          <span key={word} className={classes.figure}>
            {word}
          </span>
        ))}
      </div>
      <Ticks job={job} />
      {cancel.failure ? (
        <FailureView title="It was not cancelled" failure={cancel.failure} onClose={cancel.clear} />
      ) : null}
    </Card>
  );
}
