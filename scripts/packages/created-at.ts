import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The time that a package carries, as ISO 8601: SOURCE_DATE_EPOCH (seconds), else the last commit's. Never the clock, so
 * that one source gives one package.
 */
export async function createdAt(): Promise<string> {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined) return iso(given, 'SOURCE_DATE_EPOCH');
  try {
    const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], {
      cwd: import.meta.dirname,
    });
    return iso(stdout.trim(), 'the time of the last commit');
  } catch {
    throw new Error(
      'This is no git checkout: set SOURCE_DATE_EPOCH to the seconds since 1970 of the source.',
    );
  }
}

function iso(seconds: string, what: string): string {
  if (!/^\d{1,10}$/.test(seconds)) throw new Error(`${what} has to be seconds since 1970, not "${seconds}"`);
  return new Date(Number(seconds) * 1000).toISOString();
}
