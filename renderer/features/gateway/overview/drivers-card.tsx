import { Anchor, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { DriverView } from '#shared/gateway-api/peers-api.ts';
import { Card } from '../../../components/card.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { byUrgency, processStateWord, processSummary } from '../../../lib/domain/process-state.ts';
import { usePeers } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { paths } from '../../../lib/routes.ts';
import classes from './drivers-card.module.css';

const shownDrivers = 8;

/** The driver instances with their state; what needs a person first. */
export function DriversCard({ gateway }: { gateway: Gateway }) {
  const query = usePeers(gateway, 'gateways', 'getGateways', {}, { pollMs: 5_000 });
  const drivers = Object.values(query.data ?? {}).sort(
    (a, b) => byUrgency(a.process.state, b.process.state) || a.name.localeCompare(b.name),
  );
  return (
    <Card
      title="Drivers"
      hint={processSummary(drivers.map(({ process }) => process.state))}
      aside={
        <Anchor component={Link} href={paths.gateway(gateway.id, 'points', 'drivers')} size="sm">
          Go to Points
        </Anchor>
      }
    >
      <LiveView
        gateway={gateway}
        query={query}
        failed="The drivers could not be read"
        loading={<RowsSkeleton rows={3} height={36} />}
      >
        {() =>
          drivers.length === 0 ? (
            <Text c="dimmed">
              No driver instance yet. A driver reads the devices of the plant; the first one is added under
              Points.
            </Text>
          ) : (
            <ul className={classes.list}>
              {drivers.slice(0, shownDrivers).map((driver) => (
                <Driver key={driver.id} driver={driver} />
              ))}
              {drivers.length > shownDrivers ? (
                <li className={classes.more}>and {drivers.length - shownDrivers} more</li>
              ) : null}
            </ul>
          )
        }
      </LiveView>
    </Card>
  );
}

function Driver({ driver }: { driver: DriverView }) {
  const { mark, word } = processStateWord(driver.process.state);
  return (
    <li className={classes.row}>
      <Mark kind={mark} />
      <Group gap={8} wrap="nowrap" miw={0} flex={1}>
        <Text fw={500} truncate>
          {driver.name}
        </Text>
        <Text size="sm" c="dimmed">
          {driver.driver}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" truncate maw="60%">
        {word}
        {driver.process.reason ? `: ${driver.process.reason}` : ''}
      </Text>
    </li>
  );
}
