import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function LogsTab({ gateway }: TabProps) {
  return <Card title="Logs">{gateway.address}</Card>;
}
