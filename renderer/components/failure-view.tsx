import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import type { Failure } from '#shared/errors/failure.ts';
import { Fold } from './fold.tsx';

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
    <Alert
      variant="outline"
      color="red"
      title={title}
      icon={<IconCircleX aria-hidden />}
      withCloseButton={onClose !== undefined}
      onClose={onClose}
      closeButtonLabel="Dismiss"
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="md">{failure.message}</Text>
        {onRetry ? (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        <FailureDetails failure={failure} />
      </Stack>
    </Alert>
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
