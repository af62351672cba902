import type { Page } from '@playwright/test';
import type { FakeBridgeOptions } from '../../fakes/fake-bridge.ts';
import type { FakeState } from '../../fakes/fake-bridge-state.ts';
import { baseState, ids, packageFile } from './fixtures.ts';

export interface Scenario {
  name: string;
  hash: string;
  make(): FakeBridgeOptions;
  /** What a person does before the picture. */
  steps?(page: Page): Promise<void>;
  width?: number;
}

export type Rest = Partial<Omit<FakeBridgeOptions, 'state'>> & { state?: Partial<FakeState> };
export type Steps = Scenario['steps'];

export const shot = (
  name: string,
  hash: string,
  rest: Rest = {},
  steps?: Steps,
  width?: number,
): Scenario => ({
  name,
  hash,
  make: () => ({ ...rest, state: baseState(rest.state) }),
  ...(steps ? { steps } : {}),
  ...(width ? { width } : {}),
});

export const maintain = `#/gateways/${ids.boiler}/maintain`;
export const overview = (id: string = ids.boiler) => `#/gateways/${id}/overview`;
export const dropPackage = async (page: Page) => {
  await page
    .locator('input[type=file][aria-label^="Choose a package"]')
    .setInputFiles({ name: packageFile.name, mimeType: 'application/zip', buffer: Buffer.from('zip') });
  await page.waitForTimeout(250);
};
export const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.waitForTimeout(250);
};
/** The first gateway stops answering while it is looked at. */
export const away = async (page: Page) => {
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
  await page.evaluate(() => window.dispatchEvent(new Event('fake-gateway-away')));
  await page.waitForTimeout(250);
};
// Two more tries come first.
export const later = (page: Page) => page.waitForTimeout(1_600);
export const menu = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'More for boiler-room' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await page.waitForTimeout(250);
};

export const none = { gateways: [], backups: [], jobs: [] };
export const stoppedSite = {
  gateway: {
    state: 'stopped' as const,
    gatewayId: null,
    address: null,
    startedAt: null,
    restarts: 0,
    failure: null,
  },
  everStarted: false,
};
