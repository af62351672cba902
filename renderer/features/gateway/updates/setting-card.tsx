import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../../components/card.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { hasExtension } from '../../../lib/domain/gateway-tabs.ts';
import { isStale } from '../../../lib/domain/gateway-view.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';

type TextSetting = 'updateFeed' | 'licenseServer';

interface SettingCardProps {
  gateway: Gateway;
  name: TextSetting;
  title: string;
  hint: string;
  label: string;
  placeholder: string;
  /** Said while it is empty. */
  none: string;
}

/** One setting of the gateway that is a text, where it is needed; nothing for a box that has no settings. */
export function SettingCard(props: SettingCardProps) {
  const { gateway, name, title, hint } = props;
  const offered = gateway.offers.system && hasExtension(gateway, 'settings');
  const { data } = useGatewayCall(gateway, 'settings', {}, { enabled: offered });
  if (!offered || data === undefined) return null;
  return (
    <Card title={title} hint={hint} stale={isStale(gateway)}>
      <SettingForm key={data[name]} {...props} settings={data} />
    </Card>
  );
}

function SettingForm(props: SettingCardProps & { settings: CallAnswer<'settings'> }) {
  const { gateway, name, label, placeholder, none, settings } = props;
  const update = useGatewayAct(gateway, 'settingsUpdate', ['settings', 'updates']);
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(settings[name]);
  const submit = async () => {
    const result = await update.run({ body: { [name]: text.trim() } });
    if (result.ok) setEditing(false);
  };
  const stop = () => {
    setText(settings[name]);
    update.clear();
    setEditing(false);
  };
  if (!editing) {
    return (
      <Group justify="space-between" gap="md" wrap="nowrap">
        <Text
          className={settings[name] === '' ? '' : 'gw-mono'}
          c={settings[name] === '' ? 'dimmed' : undefined}
          style={{ overflowWrap: 'anywhere' }}
        >
          {settings[name] === '' ? none : settings[name]}
        </Text>
        <ReasonButton
          variant="default"
          flex="none"
          reason={update.whyNot}
          aria-label={`Change: ${label}`}
          onClick={() => setEditing(true)}
        >
          Change
        </ReasonButton>
      </Group>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!update.running) void submit();
      }}
    >
      <TextInput
        label={label}
        placeholder={placeholder}
        description="Empty: none"
        maxLength={500}
        value={text}
        data-autofocus
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') stop();
        }}
      />
      {update.failure ? <FailureView title="The change was not saved" failure={update.failure} /> : null}
      <Group justify="flex-end" gap="sm" mt="sm">
        <Button variant="default" onClick={stop}>
          Cancel
        </Button>
        <ReasonButton type="submit" reason={update.whyNot} loading={update.running} onClick={() => {}}>
          Save
        </ReasonButton>
      </Group>
    </form>
  );
}
