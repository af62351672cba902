/** Texts of proc(5) as data. */

export interface ProcessStat {
  pid: number;
  /** At most 15 characters of the program's name. */
  comm: string;
  state: string;
  parentPid: number;
  /** User and system time, in clock ticks. */
  ticks: number;
  /** Clock ticks after boot. */
  startTicks: number;
  /** Resident. */
  pages: number;
}

/** `/proc/<pid>/stat`; null when it is not one. The name stands in brackets and may hold brackets and spaces itself. */
export function parseProcessStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 1 || close < open) return null;
  // From field 3 (state) on; proc(5) counts from 1.
  const fields = text.slice(close + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const stat = {
    pid: Number(text.slice(0, open)),
    comm: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parentPid: field(4),
    ticks: field(14) + field(15),
    startTicks: field(22),
    pages: field(24),
  };
  return Object.values(stat).some((value) => Number.isNaN(value)) ? null : stat;
}

/** `/proc/<pid>/cmdline`: the program's file name; null for threads of the kernel, which have none. */
export function programName(commandLine: string): string | null {
  const first = commandLine.split('\0')[0] ?? '';
  // Programs may write a title with spaces over it, such as `nginx: worker process` or `sshd: user [priv]`.
  const path = /^\/\S/.test(first) ? (first.split(' ')[0] ?? '') : first;
  const name = path.split('/').at(-1)?.trim() ?? '';
  return name === '' ? (first.trim() === '' ? null : first.trim()) : name;
}

/** `/proc/net/dev`: bytes over all interfaces but loopback. */
export function parseNetworkBytes(text: string): { bytesIn: number; bytesOut: number } {
  const sum = { bytesIn: 0, bytesOut: 0 };
  for (const line of text.split('\n')) {
    const [, name, counters] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || counters === undefined || name === 'lo') continue;
    const fields = counters.split(/\s+/).map(Number);
    sum.bytesIn += fields[0] ?? 0;
    sum.bytesOut += fields[8] ?? 0;
  }
  return sum;
}

/** os-release(5): values may be quoted. */
export function parseOsRelease(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, unquoted(value));
  }
  return values;
}

const unquoted = (value: string): string =>
  /^(["']).*\1$/.test(value) ? value.slice(1, -1).replace(/\\(["'$`\\])/g, '$1') : value;
