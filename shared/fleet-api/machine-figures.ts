import { z } from 'zod';

/** What a machine reports of itself; null: it did not say. Percent, degrees Celsius, MB. */
export const machineFigures = {
  cpu_usage: z.number().nullable(),
  cpu_temp: z.number().nullable(),
  memory_usage: z.number().nullable(),
  memory_total: z.number().nullable(),
  storage_usage: z.number().nullable(),
  storage_total: z.number().nullable(),
};
