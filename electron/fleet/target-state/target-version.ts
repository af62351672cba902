import type { TargetState } from '#shared/fleet-api/target-state/document.ts';
import type { TargetChange } from '#shared/fleet-api/target-state/version.ts';

/** One version of an agent's target state. Each write makes the next one; numbers are never used again. */
export interface TargetVersion extends TargetState {
  version: number;
  change: TargetChange;
  /** Not for the agent yet: it is told "nothing changed" until this is deployed or cancelled. */
  held: boolean;
  /** The version that the agent got last; null when there was none. */
  liveVersion: number | null;
  /** Epoch milliseconds; null when no version was ever live. */
  lastDeployedAt: number | null;
  deployedBy: string | null;
  updatedAt: number;
  updatedBy: string;
}

interface By {
  by: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface Writing extends By {
  document: TargetState;
  change: TargetChange;
  held: boolean;
}

const nothing: TargetState = { apps: {}, config: {} };

/** The version after `before` that holds this document, live at once or held back. */
export function nextVersion(before: TargetVersion | null, writing: Writing): TargetVersion {
  const { document, change, held, by, at } = writing;
  const version = (before?.version ?? 0) + 1;
  return {
    apps: document.apps,
    config: document.config,
    version,
    change,
    held,
    liveVersion: held ? (before?.liveVersion ?? null) : version,
    lastDeployedAt: held ? (before?.lastDeployedAt ?? null) : at,
    deployedBy: held ? (before?.deployedBy ?? null) : by,
    updatedAt: at,
    updatedBy: by,
  };
}

/** A change of one part, such as a sensor, sets free nothing that is held back. */
export const editedVersion = (
  before: TargetVersion | null,
  writing: Omit<Writing, 'held'> & { hold: boolean },
): TargetVersion => nextVersion(before, { ...writing, held: writing.hold || (before?.held ?? false) });

/** Whether there is a document: one that was cleared is none, though its number goes on. */
export const isSet = (target: TargetVersion | null): target is TargetVersion =>
  target !== null && target.change !== 'cleared';

export const clearedVersion = (before: TargetVersion, by: By): TargetVersion =>
  nextVersion(before, { document: nothing, change: 'cleared', held: false, ...by });

/** The held document, live from now on. */
export const deployedVersion = (before: TargetVersion, by: By): TargetVersion =>
  nextVersion(before, { document: before, change: 'deployed', held: false, ...by });

/** What was live before the held document; nothing when `live` is null. */
export const cancelledVersion = (before: TargetVersion, live: TargetVersion | null, by: By): TargetVersion =>
  isSet(live)
    ? nextVersion(before, { document: live, change: 'cancelled', held: false, ...by })
    : clearedVersion(before, by);
