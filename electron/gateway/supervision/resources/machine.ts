/** What only the operating system can tell about this machine; `linux/` and `portable-machine.ts` implement it. */
export interface Machine {
  /** Since boot, over all interfaces but loopback. */
  networkBytes(): Promise<{ bytesIn: number; bytesOut: number }>;
  /** Every process that this program may see, with its CPU time since an earlier look of at least {@link leastWindowMs}. */
  processes(): Promise<RunningProcess[]>;
  /** The distribution or edition and its version. */
  about(): Promise<{ distro: string; release: string }>;
}

export interface RunningProcess {
  pid: number;
  parentPid: number;
  name: string;
  /** Percent of one core. */
  cpu: number;
  /** Resident. */
  memoryBytes: number;
  /** Tells a process from a later one with the same pid. */
  startId: string;
  /** `kernel`: a thread of the kernel; `ended`: only waits for its parent to take note. */
  kind: 'program' | 'kernel' | 'ended';
}

/** Over less than this the machine's clock ticks are too coarse for a percentage. */
export const leastWindowMs = 250;

/** One decimal is what sampling over seconds can tell. */
export const toTenth = (value: number): number => Math.round(value * 10) / 10;

/** `part` of `whole` in percent, 0 to 100. */
export const percentOf = (part: number, whole: number): number =>
  whole <= 0 ? 0 : toTenth(Math.min(100, Math.max(0, (part / whole) * 100)));
