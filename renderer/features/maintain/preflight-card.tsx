import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Preflight } from '#shared/bridge/maintenance.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { Card } from '../../components/card.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { fromToFact } from '../../components/from-to.tsx';
import { Mark, markColor } from '../../components/mark.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useWhyNot } from '../../lib/domain/use-gateway.ts';
import classes from './preflight-card.module.css';
import {
  asksOnce,
  blockedReason,
  kindWord,
  shownChecks,
  signatureWords,
  startWord,
} from './preflight-view.ts';
import { useStartChange } from './use-start-change.ts';

interface PreflightCardProps {
  gateway: Gateway;
  preflight: Preflight;
  onCancel(): void;
}

/** What a file is and what it would do, before anything is changed. */
export function PreflightCard({ gateway, preflight, onCancel }: PreflightCardProps) {
  const settings = useCall('settings.get', null).data;
  const [choice, setChoice] = useState<boolean | null>(null);
  const backupFirst = choice ?? settings?.backupBeforeUpgrade ?? true;
  const name = gatewayName(gateway);
  const word = startWord(preflight, name);
  const whyNot = useWhyNot(gateway);
  const reason = blockedReason(preflight) ?? whyNot.change;
  const change = useStartChange(gateway.id);
  const dialog = useDialog();
  const buttonRef = useRef<HTMLButtonElement>(null);

  // Who dropped a file looks at this card next: bring it into view, with the keyboard on its button.
  useEffect(() => {
    const button = buttonRef.current;
    if (button?.ariaDisabled !== 'true') button?.focus({ preventScroll: true });
    button?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, []);

  const start = () => {
    if (asksOnce(preflight)) {
      dialog.open({ kind: 'confirm-change', gatewayId: gateway.id, preflight, backupFirst });
    } else void change.start(preflight, { backupFirst, allowDowngrade: false });
  };

  return (
    <Card title={`Preflight: ${preflight.file.name}`} edge={markColor(reason ? 'bad' : 'busy')}>
      <Facts facts={preflightFacts(preflight)} columns="flow" />
      <ul className={classes.checks}>
        {shownChecks(preflight).map((check) => (
          <li key={check.check} className={classes.check}>
            <Mark kind={checkMarks[check.result].mark} />
            <span>
              <span className={classes.hiddenWord}>{checkMarks[check.result].word}: </span>
              {check.message}
            </span>
          </li>
        ))}
      </ul>
      {change.failure ? <FailureView title="It did not start" failure={change.failure} /> : null}
      <Group justify="space-between" mt={4}>
        {preflight.job ? (
          <Checkbox
            label={`Back up ${name} first`}
            checked={backupFirst}
            onChange={(event) => setChoice(event.currentTarget.checked)}
          />
        ) : (
          <span />
        )}
        <Group gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          {word ? (
            <ReasonButton ref={buttonRef} reason={reason} loading={change.running} onClick={start}>
              {word}
            </ReasonButton>
          ) : null}
        </Group>
      </Group>
    </Card>
  );
}

const checkMarks = {
  ok: { mark: 'good', word: 'Good' },
  warning: { mark: 'warning', word: 'Note' },
  blocked: { mark: 'bad', word: 'Blocks' },
} as const;

function preflightFacts(preflight: Preflight): Fact[] {
  const signature = signatureWords(preflight.signature);
  const facts: Fact[] = [
    {
      label: 'What it is',
      value: (
        <Stack gap={0}>
          <span>{kindWord(preflight.kind)}</span>
          {preflight.name ? (
            <Text size="sm" c="dimmed" component="span">
              {preflight.name}
            </Text>
          ) : null}
        </Stack>
      ),
    },
  ];
  const change = fromToFact({ ...preflight, firmware: preflight.job === 'firmware' });
  // A restore changes the configuration, not the revision; it says which one the backup is of.
  if (preflight.job !== 'restore') facts.push(...(change ? [change] : []));
  else if (preflight.to !== null) facts.push({ label: 'Taken from revision', value: preflight.to });
  facts.push({
    label: 'Size and SHA-256',
    value: (
      <Stack gap={0} align="flex-start">
        <span>{formatBytes(preflight.file.bytes)}</span>
        <CopyText text={preflight.file.sha256} what="SHA-256" start={6} end={6} />
      </Stack>
    ),
  });
  const createdAt = preflight.createdAt === null ? Number.NaN : Date.parse(preflight.createdAt);
  if (!Number.isNaN(createdAt)) facts.push({ label: 'Made', value: <TimeText at={createdAt} /> });
  if (signature) {
    facts.push({
      label: 'Signature',
      value: (
        <Group gap={6} wrap="nowrap" component="span" align="flex-start">
          <Mark kind={signature.mark} />
          <span>{signature.text}</span>
        </Group>
      ),
    });
  }
  return facts;
}
