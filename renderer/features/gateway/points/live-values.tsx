import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { LastValue } from '#shared/gateway-api/values.ts';
import { FailureView } from '../../../components/failure-view.tsx';
import { toFailure } from '../../../lib/bridge/local-failure.ts';
import { isStale } from '../../../lib/domain/gateway-view.ts';
import { formatClockSeconds } from '../../../lib/format/time.ts';

interface LiveValuesProps {
  gateway: Gateway;
  query: UseQueryResult<LastValue[], Failure>;
  children: ReactNode;
}

/** Says above the list when its values do not come any more; the addresses stay usable. */
export function LiveValues({ gateway, query, children }: LiveValuesProps) {
  if (!query.error || isStale(gateway)) return children;
  return (
    <Stack gap="md">
      <FailureView
        title="The values could not be read"
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
      />
      {query.dataUpdatedAt > 0 ? (
        <Text size="sm" c="dimmed">
          What is shown was read at {formatClockSeconds(query.dataUpdatedAt)}.
        </Text>
      ) : null}
      <div data-stale="true">{children}</div>
    </Stack>
  );
}
