import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMaker } from '../e2e/fixtures/packages.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Who makes updates: key, packages, a feed in a folder such as that of a stick, and a licence, by the commands of the README. */
export interface FeedMaker {
  /** The folder of the feed. */
  feed: string;
  /** Builds this source as that revision and makes it the newest of the feed. */
  publish(revision: string): Promise<void>;
  /** Puts key and licence where the gateway with this data folder looks for them; answers what its owner enters. */
  supply(dataFolder: string): Promise<{ email: string; licenseKey: string }>;
}

export async function createFeedMaker(): Promise<FeedMaker> {
  const folder = await temporaryFolder();
  const maker = await createMaker(folder, 'acme');
  const feed = join(folder, 'feed');
  const run = async (script: string, ...args: string[]) => {
    const all = [join('scripts', script), ...args, '--key', maker.privateKeyFile];
    return (await promisify(execFile)(process.execPath, all)).stdout;
  };
  return {
    feed,
    async publish(revision) {
      const out = join(folder, `${revision}.zip`);
      await run('package-supervision.ts', '--revision', revision, '--out', out, '--feed', feed);
    },
    async supply(dataFolder) {
      await maker.becomeTrusted(dataFolder);
      await mkdir(join(dataFolder, 'licenses'), { recursive: true });
      const email = 'user@example.com';
      const file = join(folder, 'license.json');
      const until = ['--updates-until', '2099-01-01'];
      const said = await run('package-license.ts', '--email', email, ...until, '--out', file);
      await copyFile(file, join(dataFolder, 'licenses', 'acme.json'));
      return { email, licenseKey: /key (\S+)/.exec(said)?.[1] ?? '' };
    },
  };
}
