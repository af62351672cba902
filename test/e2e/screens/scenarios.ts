import { frameScenarios } from './frame-scenarios.ts';
import { gatewayScenarios } from './gateway-scenarios.ts';
import { liveScenarios } from './live-scenarios.ts';
import { maintainScenarios } from './maintain-scenarios.ts';
import { recoveryScenarios } from './recovery-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { serialScenarios } from './serial-scenarios.ts';
import { snapshotScenarios } from './snapshot-scenarios.ts';
import { upkeepScenarios } from './upkeep-scenarios.ts';
import { wayScenarios } from './way-scenarios.ts';

/** Every screen in every state, as it can really be. */
export const scenarios: readonly Scenario[] = [
  ...gatewayScenarios,
  ...maintainScenarios,
  ...frameScenarios,
  ...liveScenarios,
  ...snapshotScenarios,
  ...upkeepScenarios,
  ...wayScenarios,
  ...serialScenarios,
  ...recoveryScenarios,
];
