import { Button, Code, Group, Text } from '@mantine/core';
import type { Failure } from '#shared/errors/failure.ts';
import { Fold } from './fold.tsx';
import { Notice } from './notice.tsx';

interface FailureViewProps {
  failure: Failure;
  /** What was being done, as a short heading: "The list of gateways could not be read". */
  title: string;
  onRetry?: () => void;
  onClose?: () => void;
}

/** An error as a person reads it: what, why and what to do; another try; details folded away. */
export function FailureView({ failure, title, onRetry, onClose }: FailureViewProps) {
  return (
    <Notice
      mark="bad"
      title={title}
      role="alert"
      onClose={onClose}
      action={
        onRetry ? (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : null
      }
    >
      <Text>{failure.message}</Text>
      <FailureDetails failure={failure} />
    </Notice>
  );
}

/** The code and what a lower layer said, folded: for whoever is called for help. */
export function FailureDetails({ failure }: { failure: Failure }) {
  return (
    <Fold label="Details">
      <Group gap="xs" align="flex-start">
        <Code>{failure.code}</Code>
        {failure.detail ? <Code style={{ whiteSpace: 'pre-wrap' }}>{failure.detail}</Code> : null}
      </Group>
    </Fold>
  );
}
