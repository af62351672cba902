import { Autocomplete, Checkbox, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { SerialPortEntry, SerialProfile } from '#shared/bridge/serial-ports.ts';
import { Fold } from '../../../components/fold.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { paths } from '../../../lib/routes.ts';
import { settingsFor } from './device-settings.ts';
import { HabitFields, LineFields } from './line-fields.tsx';
import { lineWords, makerWords } from './line-words.ts';
import { PortFailure } from './port-failure.tsx';

interface OpenPortDialogProps {
  /** The port that was chosen; null: any path can be entered. */
  path: string | null;
  onClose(): void;
}

/** Opens a port in a new console; begins with what was used for the device the last time. */
export function OpenPortDialog({ path, onClose }: OpenPortDialogProps) {
  const ports = useCall('serial.ports', null);
  const profiles = useCall('serial.profiles', null);
  if (profiles.isPending || ports.isPending) return null;
  return (
    <OpenPortForm path={path} ports={ports.data ?? []} profiles={profiles.data ?? []} onClose={onClose} />
  );
}

interface OpenPortFormProps extends OpenPortDialogProps {
  ports: readonly SerialPortEntry[];
  profiles: readonly SerialProfile[];
}

function OpenPortForm({ path: chosen, ports, profiles, onClose }: OpenPortFormProps) {
  const [, go] = useLocation();
  const open = useAct('serial.open');
  const remember = useAct('serial.saveProfile');
  const [path, setPath] = useState(chosen ?? '');
  const port = ports.find((entry) => entry.path === path.trim());
  const known = settingsFor(port?.identity ?? `path:${path.trim()}`, profiles);
  const [label, setLabel] = useState(known.label);
  const [settings, setSettings] = useState<typeof known.settings | null>(known.settings);
  const [habits, setHabits] = useState(known.habits);
  const [keep, setKeep] = useState(true);

  // Another port may be another device with its own settings.
  const choosePath = (next: string) => {
    setPath(next);
    const identity = ports.find((entry) => entry.path === next.trim())?.identity ?? `path:${next.trim()}`;
    const its = settingsFor(identity, profiles);
    if (!its.known) return;
    setLabel(its.label);
    setSettings(its.settings);
    setHabits(its.habits);
  };

  const submit = async () => {
    if (!settings) return;
    const result = await open.run({ path: path.trim(), title: label.trim(), settings, habits });
    if (!result.ok) return;
    const { id, port: opened } = result.value;
    onClose();
    go(paths.console(id));
    if (!keep) return;
    const profile = { identity: opened.identity, label: label.trim(), settings, habits };
    tellFailure('The settings of the device were not kept')(await remember.run(profile));
  };

  return (
    <FormDialog
      title={port ? `Open ${port.label}` : 'Open a serial port'}
      submit="Open the port"
      submitting={open.running}
      canSubmit={path.trim() !== '' && settings !== null}
      size={600}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {chosen === null ? (
        <Autocomplete
          label="Port"
          description="As the computer names it: /dev/ttyUSB0, COM3"
          data={ports.map((entry) => entry.path)}
          value={path}
          onChange={choosePath}
          data-autofocus
          spellCheck={false}
        />
      ) : (
        <Text>
          {port && makerWords(port) ? `${makerWords(port)} at ` : ''}
          <span className="gw-mono">{path}</span>
        </Text>
      )}
      {port?.obstacle && !open.failure ? (
        <PortFailure
          title={
            port.obstacle.code === 'SERIAL_IN_USE' ? 'Another program uses it' : 'It cannot be opened yet'
          }
          failure={port.obstacle}
        />
      ) : null}
      <TextInput
        label="Name"
        description="What you call the device; may stay empty"
        maxLength={63}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <LineFields
        key={`line-${known.known ? lineWords(known.settings) : ''}`}
        settings={settings ?? known.settings}
        onSettings={setSettings}
      />
      <Fold label="Typing and display">
        <HabitFields habits={habits} onHabits={setHabits} />
      </Fold>
      <Checkbox
        label="Keep these settings for this device"
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
      {open.failure ? <PortFailure title="The port was not opened" failure={open.failure} /> : null}
    </FormDialog>
  );
}
