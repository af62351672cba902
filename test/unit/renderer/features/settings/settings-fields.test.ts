import { expect, test } from 'vitest';
import { settingsSchema } from '#shared/bridge/settings.ts';
import { mebibyte, settingsFields } from '../../../../../renderer/features/settings/settings-fields.ts';

test('every setting of the schema is in the form, with its title and description', () => {
  const fields = settingsFields();
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(settingsSchema.shape));
  for (const field of fields) {
    expect(field.title).not.toBe(field.name);
    expect(field.description).not.toBe('');
  }
});

test('a choice offers exactly what the schema allows', () => {
  const theme = settingsFields().find(({ name }) => name === 'theme');
  expect(theme).toMatchObject({ kind: 'choice' });
  expect(theme?.kind === 'choice' ? theme.options : []).toEqual([
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
    { value: 'auto', label: 'Automatic' },
  ]);
});

test('an amount of memory is entered in MiB, within the bounds that the host enforces', () => {
  const kept = settingsFields().find(({ name }) => name === 'consoleBytes');
  expect(kept).toMatchObject({ kind: 'mebibytes', min: 1, max: 64 });
  expect(settingsSchema.shape.consoleBytes.safeParse(64 * mebibyte + 1).success).toBe(false);
});
