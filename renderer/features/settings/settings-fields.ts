import { z } from 'zod';
import { type Settings, settingsSchema } from '#shared/bridge/settings.ts';
import { capitalise } from '../../lib/format/words.ts';

interface FieldBase {
  name: keyof Settings;
  title: string;
  description: string;
}

export type SettingsField =
  | (FieldBase & { kind: 'switch' })
  | (FieldBase & { kind: 'choice'; options: { value: string; label: string }[] })
  /** An amount of memory, entered in MiB; the setting itself counts bytes. */
  | (FieldBase & { kind: 'mebibytes'; min: number; max: number });

export const mebibyte = 1024 * 1024;

/** The form, derived from the schema: title and description of each setting, and what it may be. */
export function settingsFields(): SettingsField[] {
  const { properties = {} } = z.toJSONSchema(settingsSchema);
  return Object.entries(properties).map(([key, schema]) => {
    const name = key as keyof Settings;
    if (typeof schema === 'boolean') throw new Error(`the setting ${key} has no schema`);
    const base = { name, title: schema.title ?? name, description: schema.description ?? '' };
    if (schema.type === 'boolean') return { ...base, kind: 'switch' };
    if (schema.type === 'integer' && name.endsWith('Bytes')) {
      const { minimum = 0, maximum = 0 } = schema;
      return { ...base, kind: 'mebibytes', min: minimum / mebibyte, max: maximum / mebibyte };
    }
    if (!schema.enum) throw new Error(`the setting ${key} has no field`);
    const options = schema.enum.map(String).map((value) => ({ value, label: optionWord(value) }));
    return { ...base, kind: 'choice', options };
  });
}

const optionWord = (value: string): string => (value === 'auto' ? 'Automatic' : capitalise(value));
