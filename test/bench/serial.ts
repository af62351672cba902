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
  { name: 'unpaced', baud: null, faulty: false, bytes: 4 * mebibyte, together: false },
  { name: 'unpaced, faulty', baud: null, faulty: true, bytes: mebibyte, together: false },
  { name: '921 600 baud', baud: 921_600, faulty: false, bytes: mebibyte, together: false },
  { name: '921 600 baud, faulty', baud: 921_600, faulty: true, bytes: mebibyte, together: false },
  { name: '115 200 baud', baud: 115_200, faulty: false, bytes: mebibyte, together: true },
  { name: '115 200 baud, faulty', baud: 115_200, faulty: true, bytes: mebibyte, together: true },
];
const delayMs = 1;
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

function toFigures(course: Course, protocol: SerialProtocol, runs: Runs): Figure[] {
  const { baud, bytes, faulty } = course;
  const share = ({ seconds }: Run) => (baud === null ? 0 : ((bytes * 10) / baud / seconds) * 100);
  const speed = (run: Run): string =>
    baud === null ? `${(bytes / mebibyte / run.seconds).toFixed(2)} MiB/s` : `${share(run).toFixed(1)} %`;
  const told = (run: Run): string =>
    `${speed(run)}, ${run.seconds.toFixed(1)} s${run.identical ? '' : ', NOT IDENTICAL'}`;
  return (['sending', 'receiving'] as const).map((direction) => {
    const ours = runs[direction];
    const { theirs } = runs;
    const ratio = `${(theirs.seconds / ours.seconds).toFixed(2)} ×`;
    const paced = share(ours) >= share(theirs) - protocol.pointsBehind;
    const quick = ours.seconds <= theirs.seconds;
    const ownBudget = faulty ? 'identical, no longer than lrzsz' : '';
    return {
      what: `${protocol.name}, ${course.name}: ${direction}`,
      measured: `${ratio} (ours ${told(ours)}; lrzsz ${told(theirs)})`,
      budget: baud !== null && !faulty ? `≥ lrzsz − ${protocol.pointsBehind} points` : ownBudget,
      within: baud === null && !faulty ? null : ours.identical && (faulty ? quick : paced),
    };
  });
}

/**
 * File transfers over a line that is paced and damaged in this process: lrzsz with itself, ours to its receiver, its sender
 * to ours. Share of the line: content alone, from the start of both sides to the end of both.
 */
export async function measureSerial(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const inTurn = courses.filter(({ together }) => !together);
  for (const course of inTurn)
    for (const protocol of serialProtocols)
      figures.push(...toFigures(course, protocol, await runCourse(course, protocol)));
  const atOnce = courses
    .filter(({ together }) => together)
    .flatMap((course) => serialProtocols.map((protocol) => ({ course, protocol })));
  const runs = await Promise.all(
    atOnce.map(async ({ course, protocol }) =>
      toFigures(course, protocol, await runCourse(course, protocol)),
    ),
  );
  return [...figures, ...runs.flat()];
}
