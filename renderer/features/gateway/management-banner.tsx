import { Box, Button, Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FailureDetails } from '../../components/failure-view.tsx';
import { Notice } from '../../components/notice.tsx';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { gatewayName, isStale } from '../../lib/domain/gateway-view.ts';

/** The one API answers, the other does not: which, why, and the step that helps. */
export function ManagementBanner({ gateway }: { gateway: Gateway }) {
  const { open } = useDialog();
  const { offers, management } = gateway;
  // A box with one API alone tells it by its connection.
  if (!offers.system || !offers.management || !management.failure || isStale(gateway)) return null;
  const compares = Boolean(management.certificate);
  return (
    <Box mb="md">
      <Notice
        mark={compares ? 'locked' : 'warning'}
        title={`The management API of ${gatewayName(gateway)} ${compares ? 'shows a certificate to check' : 'cannot be used'}`}
        role="status"
        action={
          <Button
            variant="default"
            onClick={() => open({ kind: compares ? 'certificate' : 'edit-gateway', gatewayId: gateway.id })}
          >
            {compares ? 'Compare' : 'Edit'}
          </Button>
        }
      >
        <Text>{management.failure.message}</Text>
        {management.failure.detail ? <FailureDetails failure={management.failure} /> : null}
      </Notice>
    </Box>
  );
}
