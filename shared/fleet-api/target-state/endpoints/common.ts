import { z } from 'zod';
import { flag, label, section, wholeNumber, words } from '../fields.ts';

/** What an endpoint (sensor) of every protocol has (wire §3.4). */
export const commonFields = {
  /** The agent ignores an endpoint without one; who leaves it out gets the one it had, or a new one. */
  uuid: label(128).optional(),
  /** Health and history are told by name: it is unique on its agent. */
  name: label(255),
  enabled: flag().optional(),
  /** Milliseconds, default 5000. */
  pollInterval: wholeNumber(100, 86_400_000).optional(),
  metadata: section({}).nullish(),
};

export const portSchema = wholeNumber(1, 65_535);
export const hostSchema = words(255, 1);
/** Milliseconds of a time-out or pause. */
export const durationSchema = wholeNumber(0, 86_400_000);

/** What a data point of every protocol has. */
export const pointFields = {
  name: words(255, 1),
  unit: words(64).nullish(),
  writable: flag().optional(),
};

/** Mandatory lists of data points: a sensor without one would never report anything. */
export const pointsOf = <S extends z.ZodType>(point: S) =>
  z.array(point, { error: 'give a list of data points' }).min(1, { error: 'give at least one data point' });
