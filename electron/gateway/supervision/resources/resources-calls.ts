import type { Resources } from '#shared/gateway-api/management-api.ts';
import type { RecordActivity } from '../activity/record-activity.ts';
import type { Handlers } from '../http/call.ts';
import { type EndProcessOptions, endProcess } from './end-process.ts';
import type { LiveResources } from './live-resources.ts';
import { percentOf, type RunningProcess } from './machine.ts';
import { protectionOf } from './process-guard.ts';
import type { ResourceHistory } from './resource-history.ts';

interface ResourcesCallsOptions extends Pick<EndProcessOptions, 'machine' | 'ownership' | 'signal'> {
  live: LiveResources;
  history: ResourceHistory;
  /** Names of the gateway's own processes by pid: all of them are the same program to the system. */
  names: () => ReadonlyMap<number, string>;
  /** Without our extensions. */
  plain: boolean;
  note: RecordActivity;
}

type ResourcesHandlers = Pick<Handlers, 'resources' | 'processKill' | 'resourcesHistory'>;
type ProcessEntry = NonNullable<Resources['processes']>[number];

const isSet = (flag: 'true' | 'false' | '1' | '0' | undefined): boolean => flag === 'true' || flag === '1';

export function resourcesCalls(options: ResourcesCallsOptions): ResourcesHandlers {
  const { live, history, names, plain, note } = options;
  async function processList(
    sortBy: 'cpu' | 'memory',
    limit: number | undefined,
    totalBytes: number,
  ): Promise<ProcessEntry[]> {
    const all = await live.processes();
    const owners = options.ownership(all);
    const named = names();
    const entry = (process: RunningProcess): ProcessEntry => {
      const { pid, cpu, memoryBytes: memory } = process;
      const shown = { pid, name: named.get(pid) ?? process.name, cpu, memory };
      const why = protectionOf(process, owners);
      return {
        ...shown,
        memoryPercent: percentOf(memory, totalBytes),
        ...(!plain && (why === null ? { killable: true } : { killable: false, protected: why })),
      };
    };
    const key = sortBy === 'cpu' ? ('cpu' as const) : ('memoryBytes' as const);
    return [...all]
      .sort((a, b) => b[key] - a[key] || a.pid - b.pid)
      .slice(0, limit)
      .map(entry);
  }
  return {
    async resources({ query }) {
      const figures = await live.figures();
      return {
        status: 200,
        body: {
          ...figures,
          ...(isSet(query.processes) && {
            processes: await processList(query.sortBy ?? 'cpu', query.limit, figures.memory.total),
          }),
          ...(isSet(query.info) && { info: await live.info() }),
        },
      };
    },
    async processKill({ body: { pid, signal }, caller }) {
      const name = names().get(pid);
      const ended = await endProcess(pid, signal, options);
      const target = name ?? (ended.ok ? ended.value.name : '');
      note({
        type: 'process',
        action: ended.ok ? 'killed' : 'refused',
        target: `${target} ${pid}`.trim(),
        user: caller.name,
        address: caller.address,
        details: { pid, signal, ...(!ended.ok && { code: ended.failure.code }) },
      });
      if (!ended.ok) return { failure: ended.failure };
      const message = ended.value.gone
        ? `Process ${pid} terminated`
        : `Process ${pid} got ${signal} and has not ended yet`;
      return { status: 200, body: { success: true, message } };
    },
    resourcesHistory: ({ query }) => ({
      status: 200,
      body: {
        history: history
          .read(query.hours, query.interval)
          .map(({ at, ...figures }) => ({ timestamp: new Date(at).toISOString(), ...figures })),
      },
    }),
  };
}
