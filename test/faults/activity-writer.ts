import process from 'node:process';
import { pino } from 'pino';
import { createActivity } from '../../electron/gateway/supervision/activity/activity.ts';

/** A program that writes entries until it is killed; says each number when the entry is on disk. */
const activity = createActivity({
  folder: process.argv[2] ?? '',
  now: Date.now,
  log: pino({ level: 'silent' }),
  limits: { maxEntries: 60, removeAtOnce: 20 },
});
for (let number = 1; ; number++) {
  activity.record({
    type: 'session',
    action: 'created',
    target: 'x',
    user: 'x',
    address: null,
    details: { number },
  });
  process.stdout.write(`${number}\n`);
}
