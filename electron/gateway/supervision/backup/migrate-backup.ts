import { type BackupPart, backupFormat } from '#shared/gateway-api/manifests.ts';

/**
 * Lifts items of an older backup format by one format. `itemOf` gets one item of a list part, or the whole `settings`
 * document; parts that a step does not name stay as they are.
 */
export interface FormatStep {
  /** The format that this step starts from. */
  from: number;
  items: Partial<Record<BackupPart, (item: unknown) => unknown>>;
}

/** In order, without gaps. Format 1 is the first and needs none; a released step is never edited. */
export const formatSteps: readonly FormatStep[] = [];

/** Lifts one item from `format` to `to` through every step in between. Throws when the chain has a gap: a bug. */
export function migrateItem(
  part: BackupPart,
  item: unknown,
  format: number,
  steps: readonly FormatStep[] = formatSteps,
  to: number = backupFormat,
): unknown {
  let lifted = item;
  for (let at = format; at < to; at++) {
    const step = steps.find(({ from }) => from === at);
    if (step === undefined) throw new Error(`no migration from backup format ${at}`);
    lifted = step.items[part]?.(lifted) ?? lifted;
  }
  return lifted;
}
