import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function ProcessesTab({ gateway }: TabProps) {
  return <Card title="Processes">{gateway.address}</Card>;
}
