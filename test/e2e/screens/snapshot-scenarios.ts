import type { Page } from '@playwright/test';
import { boiler, change, connection, ended, fleet, ids, job, shotAt } from './fixtures.ts';
import { away, later, press, type Scenario, shot } from './scenario.ts';
import {
  answer,
  answering,
  inspection,
  manySnapshots,
  reader,
  refusing,
  snapshots,
  tab,
} from './upkeep-fixtures.ts';

const hash = tab('snapshots');
const listed = answering({ snapshots: answer({ snapshots }) });
const compared = answering({ snapshots: answer({ snapshots }) }, { inspection: inspection() });
const first = snapshots[0]?.name ?? '';

const choose = async (page: Page) => {
  await press('Choose')(page);
  await page.getByRole('menuitem', { name: 'Older than 30 days' }).click();
};

export const snapshotScenarios: readonly Scenario[] = [
  shot('snapshots', hash, listed),
  shot('snapshots-empty', hash, answering({ snapshots: answer({ snapshots: [] }) })),
  shot('snapshots-loading', hash, { ...listed, silent: ['gateway.call'] }),
  shot('snapshots-error', hash, answering({ snapshots: refusing('SQLITE_IOERR: disk I/O error') }), later),
  shot('snapshots-stale', tab('snapshots', ids.press), {
    state: { gateways: [fleet.press], gatewayCalls: { snapshots: answer({ snapshots }) } },
  }),
  shot('snapshots-away', hash, listed, away),
  shot('snapshots-reader', hash, answering({ snapshots: answer({ snapshots }) }, reader), async (page) => {
    await page.getByRole('button', { name: `More for the snapshot ${first}` }).click();
  }),
  shot(
    'snapshots-many',
    hash,
    answering({ snapshots: answer({ snapshots: manySnapshots }) }),
    async (page) => {
      for (const key of ['j', 'j', 'PageDown', 'ArrowDown']) await page.keyboard.press(key);
      await page.waitForTimeout(200);
    },
  ),
  shot('snapshots-narrow', hash, listed, undefined, 1000),
  shot('snapshots-chosen', hash, listed, choose),
  shot('snapshots-delete', hash, listed, async (page) => {
    await choose(page);
    await press(/^Delete 2/)(page);
  }),
  shot('snapshots-menu', hash, listed, press(`More for the snapshot ${first}`)),
  shot('snapshots-take', hash, listed, press(/^Take a snapshot of/)),
  shot('snapshots-compare', hash, compared, async (page) => {
    await page.locator('[data-row="0"]').click();
    await page.waitForTimeout(300);
  }),
  shot(
    'snapshots-compare-broken',
    hash,
    answering(
      { snapshots: answer({ snapshots }) },
      {
        inspection: inspection({
          parts: null,
          checks: [
            {
              check: 'references',
              result: 'failed',
              message: 'The route “supply to display” refers to an address that is not in it.',
              code: 'ARCHIVE_BROKEN',
            },
          ],
        }),
      },
    ),
    async (page) => {
      await page.locator('[data-row="0"]').click();
      await page.waitForTimeout(300);
    },
  ),
  shot('snapshots-restore', hash, compared, press(`Restore the snapshot ${first}`)),
  shot(
    'snapshots-restoring',
    hash,
    answering(
      { snapshots: answer({ snapshots }) },
      {
        gateways: [change(boiler, connection('restarting', { lastSeenAt: shotAt - 4_000 }))],
        jobs: [job('snapshot-restore', { phase: 'applying', progress: 0.55, cancellable: false, log: [] })],
      },
    ),
  ),
  shot(
    'snapshots-downloaded',
    hash,
    answering(
      { snapshots: answer({ snapshots }) },
      {
        jobs: [
          job('snapshot-download', {
            ...ended('succeeded', {
              summary: 'Snapshot of boiler-room saved to ~/Gatewright and verified.',
              phase: 'checking',
            }),
            log: [],
          }),
        ],
      },
    ),
  ),
  shot('snapshots-schedule', hash, listed, press(/^Change the schedule/)),
  shot('maintain-plain', tab('maintain'), {
    state: { gateways: [{ ...boiler, identity: boiler.identity && { ...boiler.identity, extensions: [] } }] },
  }),
];
