import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Notice } from '../../../components/notice.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { paths } from '../../../lib/routes.ts';
import { useNow } from '../../../lib/use-now.ts';
import { banners } from './banners-view.ts';

/** A newer version, a licence that ends. What cannot be read is said on its own tab, not here. */
export function Banners({ gateway }: { gateway: Gateway }) {
  const update = useGatewayCall(gateway, 'updates', {});
  const licence = useGatewayCall(gateway, 'licenseStatus', {});
  const now = useNow(60_000);
  const shown = banners(gatewayName(gateway), update.data, licence.data, now);
  if (shown.length === 0) return null;
  return (
    <Stack gap="sm">
      {shown.map((banner) => (
        <Notice
          key={banner.title}
          mark={banner.mark}
          title={banner.title}
          action={
            <Button component={Link} href={paths.gateway(gateway.id, banner.tab)} variant="default">
              {banner.action}
            </Button>
          }
        >
          <Text>{banner.text}</Text>
        </Notice>
      ))}
    </Stack>
  );
}
