import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function PointsTab({ gateway }: TabProps) {
  return <Card title="Points">{gateway.address}</Card>;
}
