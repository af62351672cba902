import { listSnapshots, type Observed } from './checks.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { fileOf, type Material } from './material.ts';

/** The kinds of work that are killed, each from a state of the gateway to another one. */

export const works = ['upgrade', 'restore', 'firmware', 'snapshot', 'update'] as const;
export type Work = (typeof works)[number];

export interface Bench {
  gateway: GatewayUnderTest;
  scratch: string;
  dataFolder: string;
  material: Material;
  backups: { config: string; path: string }[];
}

/** One piece of work that is about to begin. */
export interface Plan {
  /** Begins it; resolves when the gateway has answered or broken off. */
  start(): Promise<void>;
  /** What the gateway has become: the old state, the new one, or null: neither. */
  judge(found: Observed): Promise<'old' | 'new' | null>;
  /** Whether a job says how it went. */
  hasJob: boolean;
}

const isSame = (a: Observed, b: Observed): boolean =>
  a.revision === b.revision && a.config === b.config && a.firmware === b.firmware;

/** A plan whose new state differs from the old one in `change`. */
const towards = (old: Observed, change: Partial<Observed>, start: () => Promise<void>): Plan => ({
  start,
  hasJob: true,
  async judge(found) {
    if (isSame(found, { ...old, ...change })) return 'new';
    return isSame(found, old) ? 'old' : null;
  },
});

export const planners: { [W in Work]: (bench: Bench, old: Observed) => Promise<Plan> } = {
  async upgrade(bench, old) {
    const { revision, path } = other(bench.material.packages, (one) => one.revision === old.revision);
    return towards(old, { revision }, () =>
      upload(bench, '/system/upgrade?allowDowngrade=true', path, 'package.zip'),
    );
  },
  async restore(bench, old) {
    const { config, path } = other(bench.backups, (one) => one.config === old.config);
    return towards(old, { config }, () => upload(bench, '/system/restore', path, 'backup.zip'));
  },
  async firmware(bench, old) {
    const { version, path } = other(bench.material.images, (one) => one.version === old.firmware);
    return towards(old, { firmware: version }, async () => {
      await upload(bench, '/system/firmware/upgrade', path, 'image.bin');
      await post(bench, '/system/actions/reboot');
    });
  },
  async snapshot(bench, old) {
    const before = await listSnapshots(bench.gateway);
    return {
      hasJob: false,
      start: () => post(bench, '/system/snapshots', '{}'),
      async judge(found) {
        if (!isSame(found, old)) return null;
        const manual = (await listSnapshots(bench.gateway)).filter(({ origin }) => origin === 'manual');
        const isNew = ({ name }: { name: string }) => !before.some((one) => one.name === name);
        return manual.some(isNew) ? 'new' : 'old';
      },
    };
  },
  async update(bench, old) {
    const revision = after(old.revision);
    await bench.material.publish(revision);
    return towards(old, { revision }, () => post(bench, '/api/v1/system/updates/apply'));
  },
};

function other<T>(all: readonly T[], isCurrent: (one: T) => boolean): T {
  const found = all.find((one) => !isCurrent(one));
  if (found === undefined) throw new Error('there is nothing else to go to');
  return found;
}

/** The next revision: the feed has something newer each time. */
function after(revision: string): string {
  const [year = '', month = '', patch = '0'] = revision.split('.');
  return year === '2030' ? `${year}.${month}.${Number(patch) + 1}` : '2030.01.1';
}

async function upload({ gateway }: Bench, path: string, file: string, name: string): Promise<void> {
  const body = new FormData();
  body.append('file', await fileOf(file, name));
  await finish(path, await gateway.request(path, { method: 'POST', body }));
}

async function post({ gateway }: Bench, path: string, body?: string): Promise<void> {
  const json = body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } };
  await finish(path, await gateway.request(path, { method: 'POST', ...json }));
}

async function finish(path: string, answer: Response): Promise<void> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
}
