import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function UpdatesTab({ gateway }: TabProps) {
  return <Card title="Updates">{gateway.address}</Card>;
}
