import { Anchor, Text } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Empty } from '../components/empty.tsx';
import { paths } from '../lib/routes.ts';

export default function NotFound() {
  return (
    <Empty icon={IconMapOff} title="There is no screen at this address">
      <Text c="dimmed">
        Go to the{' '}
        <Anchor component={Link} href={paths.gateways} underline="always">
          list of gateways
        </Anchor>
        .
      </Text>
    </Empty>
  );
}
