import { Card } from '../../../components/card.tsx';
import type { TabProps } from '../tab-panels.tsx';

export default function ResourcesTab({ gateway }: TabProps) {
  return <Card title="Resources">{gateway.address}</Card>;
}
