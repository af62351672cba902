import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface CardProps {
  title: string;
  /** One line below the title. */
  hint?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  /** Accent on the left edge for cards that report: a colour of the theme's marks. */
  edge?: string;
  stale?: boolean;
}

/** The one box of the product: a titled region. */
export function Card({ title, hint, aside, children, edge, stale = false }: CardProps) {
  const titleId = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={titleId}
      p="md"
      data-stale={stale || undefined}
      style={edge ? { borderLeft: `4px solid ${edge}` } : undefined}
    >
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
          <div style={{ minWidth: 0 }}>
            <Title order={2} id={titleId}>
              {title}
            </Title>
            {hint ? (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            ) : null}
          </div>
          {aside}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
