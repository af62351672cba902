import { Group, Stack, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { Notice } from '../../../components/notice.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { formatDay } from '../../../lib/format/time.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import classes from './enter-key-card.module.css';
import { licenceProblem } from './licence-view.ts';

/** Gives the gateway a licence: the key is looked up at once, and kept when it is valid. */
export function EnterKeyCard({ gateway }: { gateway: Gateway }) {
  const validate = useGatewayAct(gateway, 'licenseValidate', ['licenseStatus', 'updates']);
  const [email, setEmail] = useState('');
  const [licenseKey, setLicenseKey] = useState('');
  const [taken, setTaken] = useState<{ message: string; until: string } | null>(null);
  const problem = licenceProblem({ email, licenseKey });
  const submit = async () => {
    setTaken(null);
    const result = await validate.run({ body: { email: email.trim(), licenseKey: licenseKey.trim() } });
    if (!result.ok) return;
    setTaken({ message: result.value.message, until: result.value.updatesExpireAt });
    setLicenseKey('');
  };
  return (
    <Card
      title="Enter a licence key"
      hint="The key is looked up first; the present licence stays when it is refused."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null && validate.whyNot === null && !validate.running) void submit();
        }}
      >
        <Stack gap="sm">
          <div className={classes.fields}>
            <TextInput
              label="E-mail address of the licence"
              type="email"
              autoComplete="off"
              placeholder="user@example.com"
              value={email}
              maxLength={320}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <TextInput
              label="Licence key"
              autoComplete="off"
              spellCheck={false}
              placeholder="XXXX-XXXX-XXXX-XXXX"
              classNames={{ input: 'gw-mono' }}
              value={licenseKey}
              maxLength={200}
              onChange={(event) => setLicenseKey(event.currentTarget.value)}
            />
          </div>
          {validate.failure ? (
            <FailureView
              title="The licence was not taken"
              failure={validate.failure}
              onClose={validate.clear}
            />
          ) : null}
          {taken ? (
            <Notice mark="good" title={taken.message} role="status" onClose={() => setTaken(null)}>
              Updates are included until {formatDay(taken.until)}.
            </Notice>
          ) : null}
          <Group justify="flex-end">
            <ReasonButton
              type="submit"
              reason={validate.whyNot ?? (problem === null ? null : `Missing: ${problem}`)}
              loading={validate.running}
              leftSection={<IconCheck size={17} aria-hidden />}
              onClick={() => {}}
            >
              Check and keep it on {gatewayName(gateway)}
            </ReasonButton>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
