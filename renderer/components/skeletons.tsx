import { Group, Paper, Skeleton, Stack } from '@mantine/core';

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** Rows of a list or a table. */
export function RowsSkeleton({ rows, height = 48 }: { rows: number; height?: number }) {
  return (
    <Stack gap={8}>
      {range(rows).map((row) => (
        <Skeleton key={row} h={height} radius="md" />
      ))}
    </Stack>
  );
}

/** A line of tools above a table. */
export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Skeleton h={36} w={300} radius="md" />
        <Skeleton h={36} w={150} radius="md" />
      </Group>
      <Paper p="md">
        <Stack gap={30}>
          {range(rows).map((row) => (
            <Group key={row} gap={60} wrap="nowrap">
              {[170, 130, 110, 80, 70].map((width) => (
                <Skeleton key={width} h={14} w={width} />
              ))}
            </Group>
          ))}
        </Stack>
      </Paper>
    </Stack>
  );
}

/** A titled card with a few facts. */
export function CardSkeleton({ facts = 6 }: { facts?: number }) {
  return (
    <Paper p="md">
      <Stack>
        <Skeleton h={18} w={140} />
        <Group gap="xl">
          {range(facts).map((fact) => (
            <Stack key={fact} gap={6}>
              <Skeleton h={11} w={70} />
              <Skeleton h={15} w={150} />
            </Stack>
          ))}
        </Group>
      </Stack>
    </Paper>
  );
}
