import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Facts } from '../../components/facts.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { fingerprintLines } from '../../lib/format/identifier.ts';
import { formatDay } from '../../lib/format/time.ts';
import classes from './certificate-dialog.module.css';
import { useAfterConnect } from './use-after-connect.ts';

/** Shows what the gateway presents beside what was trusted before; trusting pins exactly the one that was shown. */
export function CertificateDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const trust = useAct('gateways.trustCertificate');
  const afterConnect = useAfterConnect();
  // Of the system API first; the management API may lie at an address of its own.
  const certificate = gateway.connection.certificate ?? gateway.management.certificate ?? null;
  const name = gatewayName(gateway);
  if (!certificate) return null;
  const changed = certificate.pinned !== null;
  const submit = async () => {
    const result = await trust.run({ id: gateway.id, fingerprint: certificate.presented });
    if (result.ok) afterConnect(result.value, { go: false });
  };
  return (
    <FormDialog
      title={changed ? `The certificate of ${name} changed` : `Trust the certificate of ${name}?`}
      submit={changed ? `Trust the new certificate of ${name}` : `Trust ${name}`}
      size={620}
      careful
      {...(changed ? { color: 'red' } : {})}
      submitting={trust.running}
      failure={trust.failure ? { title: 'The certificate was not trusted', failure: trust.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {changed ? (
        <Alert color="yellow" variant="outline" icon={<IconAlertTriangle aria-hidden />}>
          If nobody renewed it, somebody may be between you and the gateway. Then do not trust it, and do not
          log in.
        </Alert>
      ) : (
        <Text>
          Compare this fingerprint with the one that the gateway shows on its own screen or label. Trust it
          only when all of it is the same.
        </Text>
      )}
      <SimpleGrid cols={changed ? 2 : 1} spacing="md">
        {certificate.pinned ? <Fingerprint title="Trusted before" value={certificate.pinned} /> : null}
        <Fingerprint title={changed ? 'Shown now' : 'SHA-256 fingerprint'} value={certificate.presented} />
      </SimpleGrid>
      <Facts
        columns={2}
        facts={[
          { label: 'Issued to', value: certificate.subject },
          { label: 'Valid until', value: formatDay(certificate.validTo) },
        ]}
      />
    </FormDialog>
  );
}

function Fingerprint({ title, value }: { title: string; value: string }) {
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <div className={classes.fingerprint}>
        {fingerprintLines(value).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one fingerprint never move
          <div key={index}>{line}</div>
        ))}
      </div>
    </Stack>
  );
}
