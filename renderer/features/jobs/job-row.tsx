import { Group, Progress, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Job } from '#shared/bridge/maintenance.ts';
import { Mark } from '../../components/mark.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { jobMark, jobTitle, outcomeWord, percent, phaseWord, tabsOfJob } from '../../lib/domain/job-view.ts';
import { paths } from '../../lib/routes.ts';
import classes from './job-row.module.css';

/** One job in the drawer; leads to its card on the gateway's page. */
export function JobRow({ job, onGo }: { job: Job; onGo(): void }) {
  const running = job.state === 'running';
  return (
    <Link href={paths.gateway(job.gatewayId, tabsOfJob(job)[0])} className={classes.row} onClick={onGo}>
      <Mark kind={jobMark(job)} />
      <div className={classes.body}>
        <Group justify="space-between" wrap="nowrap" gap="sm" align="baseline">
          <Text fw={500} truncate>
            {jobTitle(job)}
          </Text>
          <Text size="sm" c="dimmed" className="gw-number" component="span">
            {running ? `${percent(job.progress)} %` : <TimeText at={job.endedAt ?? job.startedAt} />}
          </Text>
        </Group>
        {running ? (
          <>
            <Progress
              value={job.progress * 100}
              size="sm"
              my={6}
              aria-label={jobTitle(job)}
              transitionDuration={150}
            />
            <Text size="sm" c="dimmed">
              {phaseWord(job)}
            </Text>
          </>
        ) : (
          <Text size="sm" c="dimmed" lineClamp={2}>
            {job.summary ?? job.failure?.message ?? outcomeWord(job)}
          </Text>
        )}
      </div>
    </Link>
  );
}
