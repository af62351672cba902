import { expect, test } from 'vitest';
import {
  type FormatStep,
  formatSteps,
  migrateItem,
} from '../../../../../electron/gateway/supervision/backup/migrate-backup.ts';
import { backupFormat } from '../../../../../shared/gateway-api/manifests.ts';

const steps: FormatStep[] = [
  { from: 1, items: { gateways: (item) => ({ ...(item as object), second: true }) } },
  { from: 2, items: { gateways: (item) => ({ ...(item as object), third: true }), routes: () => 'route' } },
];

test('an item goes through every step from its format on', () => {
  expect(migrateItem('gateways', { id: 'a' }, 1, steps, 3)).toEqual({ id: 'a', second: true, third: true });
  expect(migrateItem('gateways', { id: 'a' }, 2, steps, 3)).toEqual({ id: 'a', third: true });
  expect(migrateItem('gateways', { id: 'a' }, 3, steps, 3)).toEqual({ id: 'a' });
  expect(migrateItem('routes', { id: 'a' }, 1, steps, 3)).toBe('route');
  expect(migrateItem('logics', { id: 'a' }, 1, steps, 3)).toEqual({ id: 'a' });
});

test('a chain with a gap is a bug that throws', () => {
  expect(() => migrateItem('gateways', {}, 1, steps.slice(1), 3)).toThrow('format 1');
});

test('the chain that ships leads from format 1 to the present one without a gap', () => {
  expect(formatSteps.map(({ from }) => from)).toEqual(
    Array.from({ length: backupFormat - 1 }, (_, index) => index + 1),
  );
});
