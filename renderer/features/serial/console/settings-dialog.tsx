import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { HabitFields, LineFields } from '../ports/line-fields.tsx';
import { lineWords } from '../ports/line-words.ts';
import { PortFailure } from '../ports/port-failure.tsx';
import { consoleName } from './console-view.ts';

/** Name, line and habits of an open console; new settings of the line open the port anew. */
export function SettingsDialog({ entry, onClose }: { entry: SerialConsole; onClose(): void }) {
  const configure = useAct('serial.configure');
  const remember = useAct('serial.saveProfile');
  const scripts = useCall('serial.scripts', null).data ?? [];
  const [title, setTitle] = useState(entry.title);
  const [settings, setSettings] = useState<LineSettings | null>(entry.settings);
  const [habits, setHabits] = useState(entry.habits);
  const [keep, setKeep] = useState(true);
  const submit = async () => {
    if (!settings) return;
    const other = lineWords(settings) !== lineWords(entry.settings);
    const result = await configure.run({
      ...{ id: entry.id, title: title.trim(), habits },
      ...(other ? { settings } : {}),
    });
    if (!result.ok) return;
    onClose();
    if (!keep) return;
    const profile = { identity: entry.port.identity, label: title.trim(), settings, habits };
    tellFailure('The settings of the device were not kept')(await remember.run(profile));
  };
  return (
    <FormDialog
      title={`Settings of ${consoleName(entry)}`}
      submit="Save"
      submitting={configure.running}
      canSubmit={settings !== null}
      size={600}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="What you call the device; may stay empty"
        maxLength={63}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <LineFields settings={entry.settings} onSettings={setSettings} />
      <HabitFields habits={habits} onHabits={setHabits} />
      <NumberInput
        label="Pause after each pasted line"
        suffix=" ms"
        min={0}
        max={10_000}
        step={50}
        allowDecimal={false}
        value={habits.lineDelayMs}
        onChange={(ms) => setHabits({ ...habits, lineDelayMs: typeof ms === 'number' ? ms : 0 })}
      />
      <Select
        label="Login script"
        description="Runs whenever the port is opened, also when the device comes back"
        placeholder="None"
        clearable
        data={scripts.map(({ id, name }) => ({ value: id, label: name }))}
        value={habits.loginScriptId}
        onChange={(loginScriptId) => setHabits({ ...habits, loginScriptId })}
      />
      <Checkbox
        label="Keep these settings for this device"
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
      {configure.failure ? (
        <PortFailure title="The settings were not changed" failure={configure.failure} />
      ) : null}
    </FormDialog>
  );
}
