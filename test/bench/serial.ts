import { randomBytes } from 'node:crypto';
import type { Figure } from './report.ts';
import { type Pairing, type Run, runContest } from './serial-contest.ts';
import { type SerialProtocol, serialProtocols } from './serial-protocols.ts';

/** A line and what is sent over it. */
interface Course {
  name: string;
  baud: number | null;
  faulty: boolean;
  bytes: number;
  /** Slow lines leave the machine idle; there all pairings run at the same time. */
  together: boolean;
}

const mebibyte = 2 ** 20;
const courses: readonly Course[] = [
  { name: 'unpaced', baud: null, faulty: false, bytes: mebibyte, together: false },
  { name: 'unpaced, faulty', baud: null, faulty: true, bytes: mebibyte, together: false },
  { name: '921 600 baud', baud: 921_600, faulty: false, bytes: mebibyte, together: false },
  { name: '921 600 baud, faulty', baud: 921_600, faulty: true, bytes: mebibyte, together: true },
  { name: '115 200 baud', baud: 115_200, faulty: false, bytes: mebibyte / 2, together: true },
  { name: '115 200 baud, faulty', baud: 115_200, faulty: true, bytes: mebibyte / 2, together: true },
];
const delayMs = 1;
/** What two runs of lrzsz with itself differ by. */
const noisePoints = 0.5;
const noiseSeconds = 0.3;
const flipEveryBytes = 200_000;

const pairings = {
  theirs: { sender: 'theirs', receiver: 'theirs' },
  sending: { sender: 'ours', receiver: 'theirs' },
  receiving: { sender: 'theirs', receiver: 'ours' },
} as const satisfies Record<string, Pairing>;

type Runs = Record<keyof typeof pairings, Run>;

async function runCourse(course: Course, protocol: SerialProtocol): Promise<Runs> {
  const line = course.baud === null ? {} : { baud: course.baud, delayMs };
  const content = randomBytes(course.bytes);
  const run = (pairing: Pairing) =>
    runContest({
      ...{ protocol, pairing, content },
      toReceiver: course.faulty ? { ...line, flipEveryBytes } : line,
      toSender: line,
    });
  if (course.together) {
    const [theirs, sending, receiving] = await Promise.all([
      run(pairings.theirs),
      run(pairings.sending),
      run(pairings.receiving),
    ]);
    return { theirs, sending, receiving };
  }
  return {
    theirs: await run(pairings.theirs),
    sending: await run(pairings.sending),
    receiving: await run(pairings.receiving),
  };
}

const share = ({ baud, bytes }: Course, { seconds }: Run): number =>
  baud === null ? Number.NaN : ((bytes * 10) / baud / seconds) * 100;

/** `clean`: the same course without damage; null when this is it. */
function toFigures(course: Course, protocol: SerialProtocol, runs: Runs, clean: Runs | null): Figure[] {
  const { baud, bytes } = course;
  const speed = (run: Run): string =>
    baud === null
      ? `${(bytes / mebibyte / run.seconds).toFixed(2)} MiB/s`
      : `${share(course, run).toFixed(1)} %`;
  const told = (run: Run): string =>
    run.failed ?? `${speed(run)}, ${run.seconds.toFixed(1)} s${run.identical ? '' : ', NOT IDENTICAL'}`;
  return (['sending', 'receiving'] as const).map((direction) => {
    const [ours, theirs] = [runs[direction], runs.theirs];
    const ratio = `${(theirs.seconds / ours.seconds).toFixed(2)} ×`;
    const figure = {
      what: `${protocol.name}, ${course.name}: ${direction}`,
      measured: `${ratio} (ours ${told(ours)}; lrzsz ${told(theirs)})`,
    };
    if (clean !== null) {
      const cost = ours.seconds - clean[direction].seconds;
      const theirCost = theirs.seconds - clean.theirs.seconds;
      return {
        ...figure,
        measured: `${figure.measured}, damage cost ${cost.toFixed(1)} s; lrzsz ${theirCost.toFixed(1)} s`,
        budget: 'identical, damage costs no more than lrzsz',
        within: ours.identical && cost <= theirCost + noiseSeconds,
      };
    }
    if (baud === null) return { ...figure, budget: '', within: null };
    const { pointsBehind } = protocol;
    return {
      ...figure,
      budget: `≥ lrzsz − ${pointsBehind} points`,
      within: ours.identical && share(course, ours) >= share(course, theirs) - pointsBehind - noisePoints,
    };
  });
}

/**
 * File transfers over a line that is paced and damaged in this process: lrzsz with itself, ours to its receiver, its sender
 * to ours. Share of the line: content alone, from the start of both sides to the end of both.
 */
export async function measureSerial(): Promise<Figure[]> {
  const done = new Map<string, Runs>();
  const key = ({ name }: Course, protocol: SerialProtocol) => `${name} ${protocol.name}`;
  const run = async (course: Course, protocol: SerialProtocol) => {
    done.set(key(course, protocol), await runCourse(course, protocol));
  };
  const every = courses.flatMap((course) => serialProtocols.map((protocol) => ({ course, protocol })));
  for (const { course, protocol } of every) if (!course.together) await run(course, protocol);
  await Promise.all(
    every.filter(({ course }) => course.together).map(({ course, protocol }) => run(course, protocol)),
  );
  return every.flatMap(({ course, protocol }) => {
    const runs = done.get(key(course, protocol));
    const clean = courses.find(({ baud, faulty }) => course.faulty && !faulty && baud === course.baud);
    const cleanRuns = clean === undefined ? null : (done.get(key(clean, protocol)) ?? null);
    return runs === undefined ? [] : toFigures(course, protocol, runs, cleanRuns);
  });
}
