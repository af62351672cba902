import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function AccessTab({ gateway }: TabProps) {
  return <Card title="Access">{gateway.address}</Card>;
}
