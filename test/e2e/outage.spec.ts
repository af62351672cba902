import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/launch.ts';
import { connected, startSite } from './fixtures/site.ts';

/** Process ids of the embedded gateway: the launcher, which is told its data folder, and what it started. */
function programsOf(dataFolder: string): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const processes = listed.split('\n').map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent, line };
  });
  const launcher = processes.find(({ line }) => line.includes(join(dataFolder, 'site', 'gateway')));
  if (launcher === undefined) throw new Error('the embedded gateway does not run');
  const children = processes.filter(({ parent }) => parent === launcher.pid);
  return [launcher.pid, ...children.map(({ pid }) => pid)];
}

const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) process.kill(pid, signal);
};

test('a gateway that falls silent: the page says so, keeps what it knew, and goes on when it answers again', async ({
  launch,
}) => {
  const { page, dataFolder } = await launch();
  await startSite(page);
  await page.getByRole('tab', { name: 'Overview' }).click();
  const identity = page.getByRole('region', { name: 'Identity' });
  const revision = identity.getByText(/^20\d\d\.\d/).first();
  await expect(revision).toBeVisible();

  const pids = programsOf(dataFolder);
  signalAll(pids, 'SIGSTOP');
  try {
    await expect(page.getByRole('status').getByText('not answering')).toBeVisible({ timeout: 40_000 });
    await expect(identity).toHaveAttribute('data-stale', 'true');
    await expect(revision).toBeVisible();
    await expect(page.getByText(/Last seen .+, trying/)).toBeVisible();
    expect(await findAccessibilityProblems(page)).toEqual([]);
  } finally {
    signalAll(pids, 'SIGCONT');
  }
  await expect(connected(page)).toBeVisible({ timeout: 40_000 });
  await expect(identity).not.toHaveAttribute('data-stale', 'true');
});

test('the embedded gateway is killed: it comes back by itself, and the site page counts it', async ({
  launch,
}) => {
  const { page, dataFolder } = await launch();
  await startSite(page);
  signalAll(programsOf(dataFolder), 'SIGKILL');
  await page.getByRole('link', { name: 'Site', exact: true }).click();
  const site = page.getByRole('region', { name: 'Embedded gateway' });
  await expect(
    site.getByText('Restarts after a failure').locator('..').getByText('1', { exact: true }),
  ).toBeVisible();
  await expect(site.getByText('running', { exact: true })).toBeVisible({ timeout: 30_000 });
  await site.getByRole('link', { name: 'Open its page' }).click();
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
});
