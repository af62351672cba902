import { Button, Code, CopyButton, Group, Stack } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { Failure } from '#shared/errors/failure.ts';
import { FailureView } from '../../../components/failure-view.tsx';

/** Why a port did not open; a command that helps can be copied. */
export function PortFailure(props: { title: string; failure: Failure; onRetry?: () => void }) {
  const { command } = props.failure.context;
  return (
    <Stack gap="xs">
      <FailureView {...props} />
      {typeof command === 'string' ? (
        <Group gap="sm">
          <Code fz={13} p={8} flex={1}>
            {command}
          </Code>
          <CopyButton value={command} timeout={1_500}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={
                  copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />
                }
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy the command'}
              </Button>
            )}
          </CopyButton>
        </Group>
      ) : null}
    </Stack>
  );
}
