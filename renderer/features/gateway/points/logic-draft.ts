import type { Address, Logic } from '#shared/gateway-api/configuration.ts';

/** A logic while it is typed; both kinds of trigger keep what was entered. */
export interface LogicDraft {
  name: string;
  enabled: boolean;
  source: string;
  on: 'change' | 'schedule';
  /** Ids. */
  addresses: string[];
  cron: string;
  timeZone: string;
}

export function draftOfLogic(logic: Logic | null, known: readonly Address[]): LogicDraft {
  const trigger = logic?.trigger;
  const idOf = (key: string) => known.find(({ id, alias }) => id === key || alias === key)?.id ?? key;
  return {
    name: logic?.name ?? '',
    enabled: logic?.enabled ?? true,
    source: logic?.source ?? '',
    on: trigger?.on ?? 'change',
    addresses: trigger?.on === 'change' ? trigger.addresses.map(idOf) : [],
    cron: trigger?.on === 'schedule' ? trigger.cron : '',
    timeZone: trigger?.on === 'schedule' ? (trigger.timeZone ?? '') : '',
  };
}

/** Null while it is not complete. */
export function triggerOfDraft(draft: LogicDraft): NonNullable<Logic['trigger']> | null {
  if (draft.on === 'change') {
    return draft.addresses.length === 0 ? null : { on: 'change', addresses: [...draft.addresses] };
  }
  const cron = draft.cron.trim();
  const timeZone = draft.timeZone.trim();
  if (cron === '') return null;
  return { on: 'schedule', cron, ...(timeZone ? { timeZone } : {}) };
}
