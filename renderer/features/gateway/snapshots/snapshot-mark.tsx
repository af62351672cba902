import { Group } from '@mantine/core';
import { Mark } from '../../../components/mark.tsx';

/** Whether the file was opened again after it was written, and its hashes held. */
export const SnapshotMark = ({ verified }: { verified: boolean }) => (
  <Group gap={6} wrap="nowrap" component="span" display="inline-flex" style={{ verticalAlign: 'middle' }}>
    <Mark kind={verified ? 'good' : 'bad'} size={16} />
    {verified ? 'verified' : 'damaged'}
  </Group>
);
