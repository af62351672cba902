import type { RunningProcess } from './machine.ts';

/** Whose processes are whose, at one moment. */
export interface Ownership {
  /** The gateway application itself. */
  supervisionPid: number;
  /** Null when it is not known. */
  launcherPid: number | null;
  /** Pids of drivers and logics. */
  managedPids: ReadonlySet<number>;
  /** The setting that allows ending processes of others. */
  foreignAllowed: boolean;
  parents: ReadonlyMap<number, number>;
}

type Subject = Pick<RunningProcess, 'pid' | 'kind'>;

/** Why the gateway does not end this process (contract §4); null: it would. */
export function protectionOf({ pid, kind }: Subject, owners: Ownership): string | null {
  const { supervisionPid, launcherPid } = owners;
  if (pid <= 1) return 'it is the first process of the machine';
  if (pid === supervisionPid) return 'it is the gateway application itself';
  if (pid === launcherPid) return 'it is the launcher of the gateway';
  if (kind === 'kernel') return 'it belongs to the kernel';
  if (kind === 'ended') return 'it has ended already';
  const above = [supervisionPid, ...(launcherPid === null ? [] : [launcherPid])];
  if (above.some((own) => ancestorsOf(own, owners.parents).has(pid))) return 'the gateway runs under it';
  if (owners.foreignAllowed || isOurs(pid, owners)) return null;
  return 'the gateway did not start it; a setting allows ending foreign processes';
}

function isOurs(pid: number, { supervisionPid, launcherPid, managedPids, parents }: Ownership): boolean {
  const ours = (each: number) => each === supervisionPid || each === launcherPid || managedPids.has(each);
  return ours(pid) || [...ancestorsOf(pid, parents)].some(ours);
}

/** A table read while processes come and go may hold a circle. */
function ancestorsOf(pid: number, parents: ReadonlyMap<number, number>): Set<number> {
  const found = new Set<number>();
  for (let parent = parents.get(pid); parent !== undefined && parent > 0; parent = parents.get(parent)) {
    if (found.has(parent)) break;
    found.add(parent);
  }
  return found;
}
