import { Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { notify, notifyFailure } from '../../../components/notify.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { count } from '../../../lib/format/words.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { fileName, saveText } from '../../../lib/save-text.ts';
import { activityCsv, activityJson } from './activity-file.ts';
import { type ActivityType, readAllActivities } from './use-activities.ts';

const formats = {
  csv: { label: 'As CSV, for a spreadsheet', type: 'text/csv;charset=utf-8', write: activityCsv },
  json: { label: 'As JSON, as the gateway answers it', type: 'application/json', write: activityJson },
} as const satisfies Record<
  string,
  { label: string; type: string; write(activities: readonly Activity[]): string }
>;
type Format = keyof typeof formats;

/** Saves every entry of the chosen kind, not only those that are shown. */
export function ExportMenu({ gateway, type }: { gateway: Gateway; type: ActivityType | null }) {
  const bridge = useBridge();
  const whyNot = useAccess(gateway)('system:read');
  const [read, setRead] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const save = async (format: Format) => {
    const control = new AbortController();
    abort.current = control;
    setRead(0);
    const result = await readAllActivities(bridge, gateway.id, {
      type,
      onCount: setRead,
      signal: control.signal,
    });
    if (control.signal.aborted) return;
    setRead(null);
    if (!result.ok) {
      notifyFailure('The activity log was not saved', result.failure);
      return;
    }
    const { activities, cut } = result.value;
    saveText({
      name: fileName([gatewayName(gateway), 'activity', type ?? ''], format, Date.now()),
      type: formats[format].type,
      text: formats[format].write(activities),
    });
    notify({
      mark: cut ? 'warning' : 'good',
      title: `${count(activities.length, 'entry', 'entries')} saved`,
      message: cut
        ? 'There are older ones: the file holds the newest.'
        : `All that ${gatewayName(gateway)} has${type === null ? '' : ' of this kind'}.`,
      stays: cut,
    });
  };

  return (
    <Menu width={270}>
      <Menu.Target>
        <ReasonButton
          variant="default"
          reason={whyNot}
          loading={read !== null}
          leftSection={<IconDownload size={17} aria-hidden />}
          onClick={() => {}}
        >
          Export
        </ReasonButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(formats) as Format[]).map((format) => (
          <Menu.Item key={format} mih={38} onClick={() => void save(format)}>
            {formats[format].label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
