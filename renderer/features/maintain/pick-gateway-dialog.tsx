import { Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Mark } from '../../components/mark.tsx';
import { useLink } from '../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { connectionWord, gatewayName, placeText, whyNot } from '../../lib/domain/gateway-view.ts';
import { jobNoun, runningJob } from '../../lib/domain/job-view.ts';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { paths } from '../../lib/routes.ts';
import { useIntake } from './intake-context.tsx';
import classes from './pick-gateway-dialog.module.css';

/** A file was dropped on the list: for which gateway is it? */
export function PickGatewayDialog({ file, onClose }: { file: File; onClose(): void }) {
  const gateways = useCall('gateways.list', null).data ?? [];
  const jobs = useJobs();
  const link = useLink();
  const intake = useIntake();
  const [, go] = useLocation();
  const choices = gateways.map((gateway) => {
    const running = runningJob(jobs, gateway.id);
    const runningKind = running ? jobNoun(running.kind).toLowerCase() : null;
    return { gateway, reason: whyNot(gateway, { link, runningKind, administrator: true }) };
  });
  const firstPossible = choices.find(({ reason }) => reason === null)?.gateway.id;
  const choose = (gateway: Gateway) => {
    onClose();
    go(paths.gateway(gateway.id, 'maintain'));
    void intake.takeFile(gateway.id, file);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`For which gateway is ${file.name}?`}
      size={520}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap={4}>
        <Text size="sm" c="dimmed" mb={4}>
          It is checked next. Nothing is changed yet.
        </Text>
        {choices.map(({ gateway, reason }) => (
          <UnstyledButton
            key={gateway.id}
            className={classes.choice}
            aria-disabled={reason !== null}
            data-autofocus={gateway.id === firstPossible || undefined}
            onClick={() => {
              if (reason === null) choose(gateway);
            }}
          >
            <Mark kind={connectionWord(gateway.connection.state).mark} />
            <span className={classes.name}>{gatewayName(gateway)}</span>
            <span className={classes.note}>
              {reason ?? `${gateway.identity?.revision ?? ''} · ${placeText(gateway)}`}
            </span>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  );
}
