import { Button, Group, Menu, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { notify, notifyFailure } from '../../../components/notify.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useBridge } from '../../../lib/bridge/bridge-context.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { count } from '../../../lib/format/words.ts';
import { useAccess } from '../../../lib/gateway-calls/use-access.ts';
import { waitFor } from '../../../lib/run-each.ts';
import { fileName, saveParts } from '../../../lib/save-text.ts';
import { activityCsv, activityJson } from './activity-file.ts';
import { cutWords } from './activity-view.ts';
import { exportActivities } from './export-activities.ts';
import { type ActivityType, readPage } from './use-activities.ts';

/** As many entries a page as the gateway gives. */
const pageSize = 1_000;

const formats = {
  csv: { label: 'As CSV, for a spreadsheet', format: activityCsv },
  json: { label: 'As JSON, as the gateway answers it', format: activityJson },
} as const;
type FormatName = keyof typeof formats;

/** Saves every entry of the chosen kind, not only those that are shown; how far it is stands where the button was. */
export function ExportMenu({ gateway, type }: { gateway: Gateway; type: ActivityType | null }) {
  const bridge = useBridge();
  const whyNot = useAccess(gateway)('system:read');
  const [read, setRead] = useState<{ entries: number; oldest: string | null } | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const name = gatewayName(gateway);

  const save = async (extension: FormatName) => {
    const control = new AbortController();
    const { format } = formats[extension];
    abort.current = control;
    setRead({ entries: 0, oldest: null });
    const result = await exportActivities({
      read: (before) => readPage(bridge, gateway.id, { type, before, limit: pageSize }),
      ...{ pageSize, format, signal: control.signal, wait: waitFor },
      onProgress: (entries, oldest) => setRead({ entries, oldest }),
    });
    setRead(null);
    if (control.signal.aborted) return;
    if (!result.ok) return notifyFailure('The activity log was not saved', result.failure);
    const { parts, entries, cut } = result.value;
    const file = fileName([name, 'activity', type ?? ''], extension, Date.now());
    saveParts({ name: file, type: format.type, parts });
    notify({
      mark: cut === null ? 'good' : 'warning',
      title: `${count(entries, 'entry', 'entries')} saved`,
      message: cutWords(result.value) ?? `All that ${name} has${type === null ? '' : ' of this kind'}.`,
      stays: cut !== null,
    });
  };

  if (read !== null) {
    return (
      <Group gap="sm" wrap="nowrap">
        <Text size="sm" role="status" className="gw-tabular">
          {count(read.entries, 'entry', 'entries')} read
          {read.oldest === null ? '' : `, back to ${read.oldest.slice(0, 10)}`}
        </Text>
        <Button variant="default" onClick={() => abort.current?.abort()}>
          Cancel
        </Button>
      </Group>
    );
  }
  return (
    <Menu width={270}>
      <Menu.Target>
        <ReasonButton
          variant="default"
          reason={whyNot}
          leftSection={<IconDownload size={17} aria-hidden />}
          onClick={() => {}}
        >
          Export
        </ReasonButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(formats) as FormatName[]).map((format) => (
          <Menu.Item key={format} mih={38} onClick={() => void save(format)}>
            {formats[format].label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
