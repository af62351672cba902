import { Checkbox, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { DriverInstance } from '#shared/gateway-api/configuration.ts';
import type { DriverView } from '#shared/gateway-api/peers-api.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { freshId } from './fresh-id.ts';
import { descriptionOf, driverChoices, driverShapes, settingsTrouble } from './known-drivers.ts';
import { SettingsFields } from './settings-fields.tsx';
import { inShape, shapeOf } from './settings-form.ts';
import { changesOf, useDrivers } from './use-points.ts';

interface DriverDialogProps {
  gateway: Gateway;
  /** Null: a new one. */
  driver: DriverView | null;
  onClose(): void;
}

/** Adds or changes a driver instance; its settings as a form made from the driver's own schema. */
export default function DriverDialog({ gateway, driver, onClose }: DriverDialogProps) {
  const insert = usePeersAct(gateway, 'gateways', 'insertGateway', changesOf.driver);
  const update = usePeersAct(gateway, 'gateways', 'updateGateway', changesOf.driver);
  const act = driver ? update : insert;
  const known = useDrivers(gateway);
  const [name, setName] = useState(driver?.name ?? '');
  const [kind, setKind] = useState(driver?.driver ?? 'modbus');
  const [enabled, setEnabled] = useState(driver?.enabled ?? true);
  const [settings, setSettings] = useState<DriverInstance['settings']>(
    () => driver?.settings ?? startSettings('modbus'),
  );
  const [readable, setReadable] = useState(true);
  const shapes = driverShapes(kind);
  const wrong = settingsTrouble(kind, settings);
  const hasForm = driverChoices.some(({ value }) => value === kind);
  const chooseKind = (next: string | null) => {
    if (next === null || next === kind) return;
    setKind(next);
    setSettings(startSettings(next));
    setReadable(true);
  };
  const submit = async () => {
    const made = { name: name.trim(), driver: kind, enabled, settings };
    const result = driver
      ? await update.run({ gateway: { id: driver.id, ...made } })
      : await insert.run({ gateway: { ...made, id: freshId(name, Object.keys(known.data ?? {})) } });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title={driver ? `Edit ${driver.name}` : `Add a driver to ${gatewayName(gateway)}`}
      submit={driver ? `Save and restart ${driver.name}` : `Add and start on ${gatewayName(gateway)}`}
      submitting={act.running}
      canSubmit={name.trim() !== '' && readable && wrong === null && act.whyNot === null}
      failure={act.failure ? { title: 'The driver was not saved', failure: act.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={640}
    >
      <Select
        label="Protocol"
        description={
          descriptionOf(kind) ?? 'This workbench does not know this driver; its settings are edited as JSON'
        }
        allowDeselect={false}
        disabled={driver !== null}
        data={hasForm ? driverChoices : [...driverChoices, { value: kind, label: kind }]}
        value={kind}
        onChange={chooseKind}
      />
      <TextInput
        label="Name"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        placeholder="Boiler meters"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SettingsFields
        key={kind}
        shapes={shapes}
        settings={settings}
        onChange={(next) => setSettings(next as DriverInstance['settings'])}
        onReadable={setReadable}
      />
      {/* What is not typed yet is no mistake. */}
      {wrong && isComplete(kind, settings) ? (
        <Text size="sm" c="var(--mantine-color-error)" style={{ whiteSpace: 'pre-wrap' }} role="status">
          {wrong}
        </Text>
      ) : null}
      <Checkbox
        label="Enabled"
        description="A disabled driver does not run; its addresses keep their last values."
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      {act.whyNot ? <Text c="dimmed">{act.whyNot}</Text> : null}
    </FormDialog>
  );
}

/** The first shape of the driver, so that it is told apart from the others from the start. */
function startSettings(kind: string): DriverInstance['settings'] {
  const shape = shapeOf(driverShapes(kind), {});
  return shape ? (inShape({}, shape) as DriverInstance['settings']) : {};
}

function isComplete(kind: string, settings: DriverInstance['settings']): boolean {
  const shape = shapeOf(driverShapes(kind), settings);
  return (
    shape === null || shape.fields.every(({ required, name }) => !required || settings[name] !== undefined)
  );
}
