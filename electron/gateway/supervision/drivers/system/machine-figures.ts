import { readdir, readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem, uptime } from 'node:os';
import { join } from 'node:path';

/** Figures of this machine; null is what it does not have. */

/** CPU times in milliseconds since boot, all cores together. */
export interface CpuTimes {
  idle: number;
  total: number;
}

export interface NetworkBytes {
  in: number;
  out: number;
}

export function cpuTimes(): CpuTimes {
  const sum = { idle: 0, total: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}

/** Null when no time went by between the two. */
export function cpuPercent(before: CpuTimes, now: CpuTimes): number | null {
  const total = now.total - before.total;
  return total <= 0 ? null : percent(total - (now.idle - before.idle), total);
}

/** Memory that programs could not get: on Linux what is cached counts as free. */
export async function memoryPercent(): Promise<number> {
  const available = await memoryAvailable();
  return percent(totalmem() - available, totalmem());
}

async function memoryAvailable(): Promise<number> {
  const text = await readOrNull('/proc/meminfo');
  const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text ?? '') ?? [];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1_024;
}

export async function diskPercent(path: string): Promise<number> {
  const { blocks, bavail } = await statfs(path);
  return percent(blocks - bavail, blocks);
}

export const uptimeSeconds = (): number => Math.round(uptime());

/** Hottest sensor of the processor, °C. */
export async function temperature(): Promise<number | null> {
  if (process.platform === 'linux') return linuxTemperature('/sys');
  const { cpuTemperature } = await import('systeminformation');
  const { max, main } = await cpuTemperature();
  return max || main || null;
}

/** Of all thermal zones and hardware monitors; what is out of any processor's range is a sensor without a meaning. */
export async function linuxTemperature(sys: string): Promise<number | null> {
  const zones = await filesBelow(join(sys, 'class/thermal'), /^thermal_zone\d+$/, /^temp$/);
  const monitors = await filesBelow(join(sys, 'class/hwmon'), /^hwmon\d+$/, /^temp\d+_input$/);
  const texts = await Promise.all([...zones, ...monitors].map(readOrNull));
  const degrees = texts.flatMap((text) => {
    const millidegrees = text === null || text.trim() === '' ? Number.NaN : Number(text);
    return millidegrees > 0 && millidegrees < 150_000 ? [millidegrees / 1_000] : [];
  });
  return degrees.length === 0 ? null : Math.max(...degrees);
}

/** Bytes since boot over all interfaces but loopback. */
export async function networkBytes(): Promise<NetworkBytes | null> {
  if (process.platform === 'linux') {
    const text = await readOrNull('/proc/net/dev');
    return text === null ? null : sumNetDev(text);
  }
  const { networkStats } = await import('systeminformation');
  const all = (await networkStats('*')).filter(({ iface }) => !/^lo\d*$/i.test(iface));
  if (all.length === 0) return null;
  return {
    in: all.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    out: all.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
  };
}

/** Of the text of /proc/net/dev; null when it lists no interface but loopback. */
export function sumNetDev(text: string): NetworkBytes | null {
  const rows = [...text.matchAll(/^\s*([^\s:]+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm)].filter(
    ([, name]) => name !== 'lo',
  );
  if (rows.length === 0) return null;
  return {
    in: rows.reduce((sum, [, , received]) => sum + Number(received), 0),
    out: rows.reduce((sum, [, , , sent]) => sum + Number(sent), 0),
  };
}

const percent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.round((Math.min(Math.max(part, 0), whole) / whole) * 1_000) / 10;

async function filesBelow(folder: string, inner: RegExp, file: RegExp): Promise<string[]> {
  const folders = (await namesIn(folder)).filter((name) => inner.test(name));
  const found = await Promise.all(
    folders.map(async (name) =>
      (await namesIn(join(folder, name)))
        .filter((one) => file.test(one))
        .map((one) => join(folder, name, one)),
    ),
  );
  return found.flat();
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const readOrNull = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
