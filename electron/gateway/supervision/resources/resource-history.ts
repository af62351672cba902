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

type Measured = Omit<Sample, 'at'>;

/** Figures of this machine since the call before, and of the file system of `folder`. */
export function createMachineMeter(folder: string): () => Promise<Measured | null> {
  const cpuUsage = createCpuMeter();
  return async () => {
    const disk = await diskUsage(folder);
    const cpu = cpuUsage();
    return cpu === null ? null : { cpu, memory: memoryUsage().usagePercent, disk: disk.usagePercent };
  };
}

interface ResourceHistoryOptions {
  /** Where the state lies. */
  stateFolder: string;
  /** Null when there is no figure this time. */
  measure: () => Promise<Measured | null>;
  /** UTC epoch milliseconds. */
  now: () => number;
  log: Logger;
}

/** Written once a minute, which spares flash; a killed gateway loses as much of its charts. */
const samplesAtOnce = 6;
/** What waits for a disk that is full: an hour. */
const mostWaiting = 360;

export function createResourceHistory(options: ResourceHistoryOptions): ResourceHistory {
  const { stateFolder, measure, now, log } = options;
  const store: HistoryStore = openHistoryStore(stateFolder, log);
  let waiting: Sample[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isOpen = true;

  const flush = () => {
    if (waiting.length === 0) return;
    store.add(waiting);
    waiting = [];
  };
  const take = async () => {
    const measured = await measure();
    if (measured === null || !isOpen) return;
    waiting = [...waiting, { at: now(), ...measured }].slice(-mostWaiting);
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
