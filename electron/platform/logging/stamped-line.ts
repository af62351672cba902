/**
 * A line of a program's output as it goes into a log file: a structured one has its time, any other, such as that of a crash,
 * gets the time at which it was said, so that logs of several programs can be put in order.
 */
export const stampedLine = (line: string, at: Date): string =>
  line.startsWith('{') ? line : `${at.toISOString()} ${line}`;
