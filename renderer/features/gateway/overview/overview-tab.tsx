import { Stack } from '@mantine/core';
import type { TabProps } from '../tab-props.ts';
import { Banners } from './banners.tsx';
import { DriversCard } from './drivers-card.tsx';
import { FiguresCard } from './figures-card.tsx';
import { IdentityCard } from './identity-card.tsx';
import { RecentJobsCard } from './recent-jobs-card.tsx';

/** Which box is this, is it well, what runs on it, what was done to it last. */
export default function OverviewTab({ gateway }: TabProps) {
  const { system, management } = gateway.offers;
  return (
    <Stack gap="md">
      {management ? <Banners gateway={gateway} /> : null}
      {management ? <FiguresCard gateway={gateway} /> : null}
      <IdentityCard gateway={gateway} />
      {system ? <DriversCard gateway={gateway} /> : null}
      {system ? <RecentJobsCard gateway={gateway} /> : null}
    </Stack>
  );
}
