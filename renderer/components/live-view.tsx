import { Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { toFailure } from '../lib/bridge/local-failure.ts';
import { gatewayName, isStale } from '../lib/domain/gateway-view.ts';
import { formatClockSeconds } from '../lib/format/time.ts';
import { Empty } from './empty.tsx';
import { FailureView } from './failure-view.tsx';

interface LiveViewProps<T> {
  gateway: Gateway;
  query: UseQueryResult<T, Failure>;
  /** Heading of the error state: "The processes could not be read". */
  failed: string;
  /** Skeleton of the final shape; appears after 150 ms. */
  loading: ReactNode;
  children: (value: T) => ReactNode;
}

/**
 * What a gateway answers, in its four states: loading, error, content, and content that is old because the gateway is away
 * or the last try failed. Whether it is empty is for the content to say.
 */
export function LiveView<T>({ gateway, query, failed, loading, children }: LiveViewProps<T>) {
  const failure = query.error ? toFailure(query.error) : null;
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    const content = (
      <div data-stale={failure !== null || isStale(gateway) || undefined}>{children(query.data)}</div>
    );
    // The connection's own banner says why, when the gateway is away.
    if (!failure || isStale(gateway)) return content;
    return (
      <Stack gap="md">
        <FailureView
          title={`${failed}: from ${formatClockSeconds(query.dataUpdatedAt)}`}
          failure={failure}
          onRetry={retry}
        />
        {content}
      </Stack>
    );
  }
  if (failure) return <FailureView title={failed} failure={failure} onRetry={retry} />;
  if (isStale(gateway)) {
    return (
      <Empty compact icon={IconPlugConnectedX} title="Nothing known yet">
        <Text>It is read as soon as {gatewayName(gateway)} is connected.</Text>
      </Empty>
    );
  }
  return (
    <div className="gw-late" aria-busy="true" aria-live="polite">
      {loading}
    </div>
  );
}
