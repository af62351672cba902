import type { Logger } from 'pino';
import { createCpuMeter } from './cpu-meter.ts';
import { type HistoryStore, openHistoryStore, type Sample } from './history-store.ts';
import { historyWindow, sampleMs } from './history-window.ts';
import { diskUsage, memoryUsage } from './live-resources.ts';
import { toTenth } from './machine.ts';

/** Processor, memory and disk every ten seconds. */
export interface ResourceHistory {
  start(): void;
  /** Oldest first, at most 2 000 points, nothing after now. `interval` as the contract has it. */
  read(hours: number, interval: string | undefined): Sample[];
  stop(): void;
}

interface ResourceHistoryOptions {
  /** Where the state lies. */
  stateFolder: string;
  /** Whose file system is measured. */
  measuredFolder: string;
  /** UTC epoch milliseconds. */
  now: () => number;
  log: Logger;
}

/** Written once a minute, which spares flash; a killed gateway loses as much of its charts. */
const samplesAtOnce = 6;
/** What waits for a disk that is full: an hour. */
const mostWaiting = 360;

export function createResourceHistory(options: ResourceHistoryOptions): ResourceHistory {
  const { stateFolder, measuredFolder, now, log } = options;
  const store: HistoryStore = openHistoryStore(stateFolder, log);
  const cpuUsage = createCpuMeter();
  let waiting: Sample[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isOpen = true;

  const flush = () => {
    if (waiting.length === 0) return;
    store.add(waiting);
    waiting = [];
  };
  const take = async () => {
    const disk = await diskUsage(measuredFolder);
    const cpu = cpuUsage();
    if (cpu === null || !isOpen) return;
    const sample = { at: now(), cpu, memory: memoryUsage().usagePercent, disk: disk.usagePercent };
    waiting = [...waiting, sample].slice(-mostWaiting);
    if (waiting.length >= samplesAtOnce) flush();
  };
  return {
    start() {
      timer = setInterval(() => {
        take().catch((error) => log.warn({ error }, 'a sample of the resources could not be kept'));
      }, sampleMs);
    },
    read(hours, interval) {
      flush();
      return store.read(historyWindow(hours, interval, now())).map(rounded);
    },
    stop() {
      isOpen = false;
      if (timer !== null) clearInterval(timer);
      try {
        flush();
      } catch (error) {
        log.warn({ error }, 'the last samples of the resources are lost');
      }
      store.close();
    },
  };
}

const rounded = ({ at, cpu, memory, disk }: Sample): Sample => ({
  at,
  cpu: toTenth(cpu),
  memory: toTenth(memory),
  disk: toTenth(disk),
});
