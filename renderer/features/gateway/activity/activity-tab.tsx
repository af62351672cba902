import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function ActivityTab({ gateway }: TabProps) {
  return <Card title="Activity">{gateway.address}</Card>;
}
