import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function SnapshotsTab({ gateway }: TabProps) {
  return <Card title="Snapshots">{gateway.address}</Card>;
}
