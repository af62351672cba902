import { formatBytes } from '#shared/format/bytes.ts';
import type { Command } from './command.ts';

export const statusCommand: Command = {
  name: 'status',
  usage: '',
  summary: 'What this gateway is, its health and its load',
  async run({ api, print }) {
    const [capabilities, health, resources] = await Promise.all([
      api.ask('capabilities'),
      api.ask('health'),
      api.ask('resources'),
    ]);
    const lines: string[] = [];
    if (capabilities.ok) {
      const { name, revision, firmware, uptimeSeconds } = capabilities.value;
      lines.push(`Name      ${name}`, `Revision  ${revision}`, `Firmware  ${firmware}`);
      lines.push(`Up since  ${duration(uptimeSeconds)}`);
    }
    if (health.ok) {
      lines.push(`Health    ${health.value.status}`);
      for (const [name, { ok, detail = '' }] of Object.entries(health.value.checks)) {
        lines.push(`  ${name.padEnd(10)}${ok ? 'ok' : 'FAILS'}  ${detail}`.trimEnd());
      }
    } else {
      lines.push('Health    failing; see "drivers" and "logs"');
    }
    if (resources.ok) {
      const { cpu, memory, disk, network } = resources.value;
      lines.push(`CPU       ${cpu.usage.toFixed(0)} % of ${cpu.cores} cores`);
      lines.push(`Memory    ${usage(memory)}`, `Disk      ${usage(disk)}`);
      lines.push(
        `Network   ${formatBytes(network.bytesIn)} in, ${formatBytes(network.bytesOut)} out since boot`,
      );
    } else {
      lines.push(resources.failure.message);
    }
    await print(lines.join('\n'));
    return 'done';
  },
};

const usage = ({ used, total, usagePercent }: { used: number; total: number; usagePercent: number }) =>
  `${formatBytes(used)} of ${formatBytes(total)} (${usagePercent.toFixed(0)} %)`;

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min ${Math.floor(seconds % 60)} s`;
}
