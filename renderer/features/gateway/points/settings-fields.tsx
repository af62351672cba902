import {
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { Fold } from '../../../components/fold.tsx';
import {
  type FormField,
  type FormShape,
  inShape,
  parseSettings,
  type SettingsValue,
  shapeOf,
  withField,
} from './settings-form.ts';

interface SettingsFieldsProps {
  /** Empty for a driver that this workbench does not know: then as JSON only. */
  shapes: readonly FormShape[];
  settings: SettingsValue;
  onChange(settings: SettingsValue): void;
  /** False while the typed JSON cannot be read. */
  onReadable(readable: boolean): void;
}

/** Settings as a form, or as the JSON that they are. */
export function SettingsFields({ shapes, settings, onChange, onReadable }: SettingsFieldsProps) {
  const [asJson, setAsJson] = useState(shapes.length === 0);
  return (
    <Stack gap="sm">
      {shapes.length > 0 ? (
        <SegmentedControl
          aria-label="How the settings are edited"
          value={asJson ? 'json' : 'form'}
          onChange={(next) => {
            setAsJson(next === 'json');
            onReadable(true);
          }}
          data={[
            { value: 'form', label: 'Form' },
            { value: 'json', label: 'JSON' },
          ]}
          style={{ alignSelf: 'flex-start' }}
        />
      ) : null}
      {asJson ? (
        <JsonSettings settings={settings} onChange={onChange} onReadable={onReadable} />
      ) : (
        <FormSettings shapes={shapes} settings={settings} onChange={onChange} />
      )}
    </Stack>
  );
}

function JsonSettings({ settings, onChange, onReadable }: Omit<SettingsFieldsProps, 'shapes'>) {
  const [text, setText] = useState(() => JSON.stringify(settings, null, 2));
  const parsed = parseSettings(text);
  return (
    <CodeEditor
      label="Settings"
      language="json"
      value={text}
      error={parsed.ok ? null : parsed.why}
      onChange={(next) => {
        setText(next);
        const read = parseSettings(next);
        onReadable(read.ok);
        if (read.ok) onChange(read.value);
      }}
    />
  );
}

function FormSettings({
  shapes,
  settings,
  onChange,
}: Pick<SettingsFieldsProps, 'shapes' | 'settings' | 'onChange'>) {
  const shape = shapeOf(shapes, settings);
  if (!shape) return null;
  const first = shape.fields.filter((field) => field.required);
  const rest = shape.fields.filter((field) => !field.required);
  const field = (entry: FormField) => (
    <Field
      key={entry.name}
      field={entry}
      value={settings[entry.name]}
      onChange={(typed) => onChange(withField(settings, entry, typed))}
    />
  );
  return (
    <Stack gap="sm">
      {shapes.length > 1 ? (
        <Select
          label="Connection"
          allowDeselect={false}
          value={shape.tag?.value ?? ''}
          data={shapes.map(({ title, tag }) => ({ value: tag?.value ?? '', label: title }))}
          onChange={(next) => {
            const wanted = shapes.find(({ tag }) => tag?.value === next);
            if (wanted) onChange(inShape(settings, wanted));
          }}
        />
      ) : null}
      {first.length > 0 ? (
        <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
          {first.map(field)}
        </SimpleGrid>
      ) : null}
      {rest.length > 0 ? (
        <Fold label="More settings" open={first.length === 0}>
          <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
            {rest.map(field)}
          </SimpleGrid>
        </Fold>
      ) : null}
    </Stack>
  );
}

function Field(props: { field: FormField; value: unknown; onChange(typed: unknown): void }) {
  const { field, value, onChange } = props;
  const common = {
    label: field.title,
    description: field.description || undefined,
    required: field.required,
    withAsterisk: false,
  };
  const hint = field.fallback ?? undefined;
  const text = value === undefined ? '' : String(value);
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          placeholder={hint}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          clampBehavior="none"
          allowDecimal={!field.whole}
          value={typeof value === 'number' ? value : ''}
          onChange={(typed) => onChange(typed)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          placeholder={hint}
          data={[...field.options]}
          value={value === undefined ? null : text}
          clearable={!field.required}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <Switch
          label={field.title}
          description={field.description || undefined}
          checked={typeof value === 'boolean' ? value : field.on}
          onChange={(event) => onChange(event.currentTarget.checked)}
          mt="md"
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...common}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': `Show ${field.title.toLowerCase()}` }}
        />
      );
    case 'long-text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={5}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          placeholder={hint}
          spellCheck={false}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
