import { Button, Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Settings } from '#shared/bridge/settings.ts';
import { CallView } from '../../components/call-view.tsx';
import { Card } from '../../components/card.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { RowsSkeleton } from '../../components/skeletons.tsx';
import { callKey } from '../../lib/bridge/live-updates.ts';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import { TrustedKeysCard } from '../keys/trusted-keys-card.tsx';
import { MebibytesInput } from './mebibytes-input.tsx';
import { type SettingsField, settingsFields } from './settings-fields.ts';
import classes from './settings-screen.module.css';

/** Settings of the workbench; each is saved when it is changed. */
export default function SettingsScreen() {
  const query = useCall('settings.get', null);
  const update = useAct('settings.update');
  const fields = useMemo(settingsFields, []);
  return (
    <Stack maw={760} gap="md">
      <CallView
        query={query}
        failed="The settings could not be read"
        loading={<RowsSkeleton rows={4} height={64} />}
      >
        {(settings) => (
          <Card title="Workbench" hint="A change is saved at once.">
            <div>
              {fields.map((field) => (
                <FieldRow
                  key={field.name}
                  field={field}
                  settings={settings}
                  onChange={(change) => void update.run(change)}
                />
              ))}
              <BackupFolder />
            </div>
            {update.failure ? (
              <FailureView title="The change was not saved" failure={update.failure} onClose={update.clear} />
            ) : null}
          </Card>
        )}
      </CallView>
      <TrustedKeysCard />
      <About />
    </Stack>
  );
}

interface FieldRowProps {
  field: SettingsField;
  settings: Settings;
  onChange(change: Partial<Settings>): void;
}

function FieldRow({ field, settings, onChange }: FieldRowProps) {
  const value = settings[field.name];
  const labelId = `setting-${field.name}`;
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <Text fw={500} id={labelId}>
          {field.title}
        </Text>
        <Text size="sm" c="dimmed" id={`${labelId}-hint`}>
          {field.description}
        </Text>
      </div>
      <FieldInput field={field} value={value} labelId={labelId} onChange={onChange} />
    </div>
  );
}

interface FieldInputProps {
  field: SettingsField;
  value: Settings[keyof Settings];
  labelId: string;
  onChange(change: Partial<Settings>): void;
}

function FieldInput({ field, value, labelId, onChange }: FieldInputProps) {
  if (field.kind === 'switch') {
    return (
      <Switch
        size="lg"
        checked={value === true}
        aria-labelledby={labelId}
        aria-describedby={`${labelId}-hint`}
        onChange={(event) => onChange({ [field.name]: event.currentTarget.checked })}
      />
    );
  }
  if (field.kind === 'mebibytes') {
    return (
      <MebibytesInput
        field={field}
        bytes={Number(value)}
        labelId={labelId}
        onBytes={(bytes) => onChange({ [field.name]: bytes })}
      />
    );
  }
  return (
    <SegmentedControl
      data={field.options}
      value={String(value)}
      aria-labelledby={labelId}
      transitionDuration={100}
      onChange={(next) => onChange({ [field.name]: next })}
    />
  );
}

function BackupFolder() {
  const { data } = useCall('app.info', null);
  const choose = useAct('settings.chooseBackupFolder');
  const client = useQueryClient();
  if (!data) return null;
  const change = async () => {
    const result = await choose.run(null);
    if (result.ok && result.value) await client.invalidateQueries({ queryKey: callKey('app.info') });
  };
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <Text fw={500}>Folder for backups</Text>
        <Text size="sm" c="dimmed">
          {data.surface === 'desktop'
            ? 'New backups go there; earlier ones stay where they are.'
            : 'On the computer that runs the workbench. Each backup can be downloaded from its list.'}
        </Text>
        {choose.failure ? (
          <Text size="sm" c="var(--gw-bad)">
            {choose.failure.message}
          </Text>
        ) : null}
      </div>
      <Group gap="sm" wrap="nowrap">
        <span className="gw-mono">{data.backupFolder}</span>
        {data.surface === 'desktop' ? (
          <Button
            variant="default"
            leftSection={<IconFolder size={17} aria-hidden />}
            loading={choose.running}
            onClick={() => void change()}
          >
            Change…
          </Button>
        ) : null}
      </Group>
    </div>
  );
}

function About() {
  const { data } = useCall('app.info', null);
  if (!data) return null;
  return (
    <Text size="sm" c="dimmed">
      Gatewright {data.version}, {data.surface === 'desktop' ? 'desktop' : 'in the browser'} on{' '}
      {data.platform}.{' '}
      {data.keepsSecrets
        ? 'Passwords are kept encrypted by this computer.'
        : 'This computer has no safe place for passwords: they are kept until the workbench ends.'}
    </Text>
  );
}
