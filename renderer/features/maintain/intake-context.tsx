import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { useClientStore } from '../../lib/client-state/client-context.tsx';
import { createIntake, type Intake } from './intake.ts';

const IntakeContext = createContext<Intake | null>(null);

/** One for the window, so that a file which is being read survives a change of the screen. */
export function IntakeProvider({ children }: { children: ReactNode }) {
  const bridge = useBridge();
  const store = useClientStore();
  const intake = useMemo(() => createIntake(bridge, store), [bridge, store]);
  return <IntakeContext value={intake}>{children}</IntakeContext>;
}

export function useIntake(): Intake {
  const intake = useContext(IntakeContext);
  if (!intake) throw new Error('useIntake outside of IntakeProvider');
  return intake;
}
