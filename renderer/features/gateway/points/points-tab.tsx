import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../../../lib/routes.ts';
import type { TabProps } from '../tab-props.ts';
import { AddressesPart } from './addresses-part.tsx';
import { DriversPart } from './drivers-part.tsx';
import { LogicsPart } from './logics-part.tsx';
import { RoutesPart } from './routes-part.tsx';

const parts = [
  { value: 'addresses', label: 'Addresses' },
  { value: 'drivers', label: 'Drivers' },
  { value: 'routes', label: 'Routes' },
  { value: 'logics', label: 'Logics' },
] as const;
type Part = (typeof parts)[number]['value'];

const contents: Record<Part, (props: TabProps) => ReactNode> = {
  addresses: AddressesPart,
  drivers: DriversPart,
  routes: RoutesPart,
  logics: LogicsPart,
};

/** The data points of the plant: their values, the drivers that read them, where values go, and the programs over them. */
export default function PointsTab({ gateway }: TabProps) {
  const [path, go] = useLocation();
  const part = parts.find(({ value }) => value === path.split('/')[4])?.value ?? 'addresses';
  const Content = contents[part];
  return (
    <>
      <SegmentedControl
        mb="md"
        aria-label="Which points"
        value={part}
        data={[...parts]}
        onChange={(next) => go(paths.gateway(gateway.id, 'points', next))}
      />
      <Content gateway={gateway} />
    </>
  );
}
