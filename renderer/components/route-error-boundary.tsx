import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Notice } from './notice.tsx';

interface State {
  problem: string | null;
}

/** A bug in one screen does not take the others along. React wants a class for this. */
export class RouteErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <Notice mark="bad" title="This screen cannot be shown" role="alert">
        <Stack gap="sm" align="flex-start">
          <Text>It failed in a way it should not. Jobs go on in the workbench; the other screens work.</Text>
          <Group gap="sm">
            <Button variant="default" onClick={() => this.setState({ problem: null })}>
              Try again
            </Button>
            <Button variant="default" onClick={() => window.location.reload()}>
              Load the screens again
            </Button>
          </Group>
          <Code>{problem}</Code>
        </Stack>
      </Notice>
    );
  }
}
