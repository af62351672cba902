import { baseState, boiler, change, connection, ids, preflight, sha, shotAt } from './fixtures.ts';
import { backedUp, done, failed, installing, rolledBack, running } from './job-fixtures.ts';
import { dropPackage, maintain, press, type Scenario, type Steps, shot } from './scenario.ts';

const preflighted = (name: string, rest: Parameters<typeof preflight>[0], more?: Steps) =>
  shot(name, maintain, { state: { preflight: preflight(rest) } }, async (page) => {
    await dropPackage(page);
    await more?.(page);
  });

export const maintainScenarios: readonly Scenario[] = [
  shot('maintain', maintain),
  shot('maintain-browser', maintain, {
    state: { info: { ...baseState().info, surface: 'browser' }, jobs: [backedUp] },
  }),
  shot('maintain-first', maintain, { state: { backups: [] } }),
  shot('maintain-stale', `#/gateways/${ids.press}/maintain`),
  shot('maintain-reader', maintain, {
    state: {
      gateways: [
        {
          ...boiler,
          username: 'reader',
          identity: boiler.identity && { ...boiler.identity, administrator: false },
        },
      ],
    },
  }),
  shot(
    'maintain-reading',
    maintain,
    { takeFileStopsAt: 0.45, state: { info: { ...baseState().info, surface: 'browser' } } },
    dropPackage,
  ),
  shot('maintain-refused', maintain, { state: { preflight: null } }, dropPackage),
  preflighted('preflight-upgrade', {}),
  preflighted('preflight-blocked', {
    signature: { state: 'stranger', signer: null },
    checks: [
      { check: 'archive', result: 'ok', message: 'All 214 files match their hashes.' },
      {
        check: 'signature',
        result: 'blocked',
        message: 'Signed with a key that boiler-room does not trust. Ask its maker for the key.',
      },
      { check: 'revision', result: 'ok', message: '2026.05.0 is newer than the running 2026.04.1.' },
    ],
  }),
  preflighted('preflight-downgrade', { to: '2026.02.3', downgrade: true }, press(/Go back to/)),
  preflighted('preflight-firmware', {
    kind: 'firmware',
    job: 'firmware',
    name: 'Gateway firmware',
    from: '4.18.2',
    to: '4.19.0',
    file: { token: 't', name: 'firmware-4.19.0.bin', bytes: 96_402_114, sha256: sha },
    checks: [
      { check: 'archive', result: 'ok', message: 'All 12 files match their hashes.' },
      { check: 'signature', result: 'ok', message: 'Signed by ACME, a key that this workbench trusts.' },
      { check: 'drivers', result: 'warning', message: 'boiler-room reboots; 2 drivers stop meanwhile.' },
    ],
  }),
  preflighted(
    'restore-confirm',
    {
      kind: 'backup',
      job: 'restore',
      name: 'boiler-room',
      from: null,
      to: '2026.04.1',
      signature: { state: 'not-applicable', signer: null },
      file: { token: 't', name: 'boiler-room-2026-11-17-09-12-04.zip', bytes: 4_181_711, sha256: sha },
    },
    press(/Restore boiler-room…/),
  ),
  shot('job-upload', maintain, { state: { jobs: [running] } }),
  shot('job-installing', maintain, {
    state: {
      gateways: [change(boiler, connection('restarting', { lastSeenAt: shotAt - 4_000 }))],
      jobs: [installing],
    },
  }),
  shot('result-done', maintain, { state: { jobs: [done, backedUp] } }),
  shot('result-rolled-back', maintain, { state: { jobs: [rolledBack] } }, press('What happened')),
  shot('result-failed', maintain, { state: { jobs: [failed] } }),
  shot('reboot', maintain, {}, press(/^Reboot/)),
  shot('pick-gateway', '#/gateways', {}, async (page) => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['zip'], 'supervision-2026.05.zip'));
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.locator('.mantine-Dropzone-root').first().dispatchEvent('drop', { dataTransfer: data });
    await page.waitForTimeout(300);
  }),
  shot('dragging', maintain, {}, async (page) => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['zip'], 'supervision-2026.05.zip'));
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.waitForTimeout(300);
  }),
];
