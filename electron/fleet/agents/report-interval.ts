import { z } from 'zod';
import type { Report } from '#shared/fleet-api/report.ts';

/** What is outside of it is a mistake: an agent would flicker, or never be missed. */
const intervalSchema = z.object({
  intervals: z.object({ agent: z.object({ reportIntervalMs: z.int().min(1_000).max(86_400_000) }) }),
});

/** How often the agent says it reports (wire §3.1 `intervals.agent`); undefined: it does not say, or nothing sensible. */
export const reportIntervalOf = ({ config }: Report): number | undefined =>
  intervalSchema.safeParse(config).data?.intervals.agent.reportIntervalMs;
