import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Failure } from '#shared/errors/failure.ts';
import { toFailure } from '../lib/bridge/local-failure.ts';
import { FailureView } from './failure-view.tsx';

interface CallViewProps<T> {
  query: UseQueryResult<T, Failure>;
  /** Heading of the error state. */
  failed: string;
  /** Skeleton of the final shape; appears after 150 ms. */
  loading: ReactNode;
  children: (value: T) => ReactNode;
}

/** Loading, error or content. What was fetched once stays on the screen when a later try fails. */
export function CallView<T>({ query, failed, loading, children }: CallViewProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <FailureView title={failed} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <div className="gw-late" aria-busy="true" aria-live="polite">
      {loading}
    </div>
  );
}
