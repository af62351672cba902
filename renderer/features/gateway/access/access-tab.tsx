import { Stack } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { AccountsCard } from './accounts-card.tsx';
import { ConsoleCard } from './console-card.tsx';
import { KeysCard } from './keys-card.tsx';

/** Who may log in, and which keys programs use. */
export default function AccessTab({ gateway }: { gateway: Gateway }) {
  return (
    <Stack gap="md">
      {gateway.offers.system ? <AccountsCard gateway={gateway} /> : null}
      {gateway.offers.management ? <KeysCard gateway={gateway} /> : null}
      <ConsoleCard gateway={gateway} />
    </Stack>
  );
}
