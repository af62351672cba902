import { Group, Modal, Stack, Switch, Text } from '@mantine/core';
import { IconDeviceFloppy, IconFileText } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { DriverView } from '#shared/gateway-api/peers-api.ts';
import { Empty } from '../../../components/empty.tsx';
import { LiveView } from '../../../components/live-view.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayCall } from '../../../lib/gateway-calls/use-gateway-call.ts';
import { fileName, saveText } from '../../../lib/save-text.ts';
import { CopyLines } from '../logs/copy-lines.tsx';
import { LogLines } from '../logs/log-lines.tsx';
import { driverLogLines, followEveryMs, lineWords } from './driver-log-view.ts';

interface DriverLogDialogProps {
  gateway: Gateway;
  driver: DriverView;
  onClose(): void;
}

/** What one driver wrote: its last lines, followed; all of it as a file (`GET /peers/{driver}/{id}/logs_file`). */
export function DriverLogDialog({ gateway, driver, onClose }: DriverLogDialogProps) {
  const [follow, setFollow] = useState(true);
  const [characters, setCharacters] = useState(0);
  const query = useGatewayCall(
    gateway,
    'driverLogFile',
    { params: { driver: driver.driver, id: driver.id } },
    follow ? { pollMs: followEveryMs(characters) } : {},
  );
  const text = query.data;
  if (text !== undefined && text.length !== characters) setCharacters(text.length);
  const { lines, all } = useMemo(() => driverLogLines(text ?? '', driver.name), [text, driver.name]);
  const save = () =>
    saveText({
      name: fileName([gatewayName(gateway), driver.driver, driver.id], 'log', Date.now()),
      type: 'text/plain;charset=utf-8',
      text: text ?? '',
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size={1080}
      title={`Log of ${driver.name} on ${gatewayName(gateway)}`}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <Stack gap="md">
        <Group gap="sm">
          <Text size="sm" c="dimmed" className="gw-tabular" role="status" flex={1}>
            {text === undefined ? '' : lineWords(lines.length, all)}
          </Text>
          <Switch
            size="md"
            label="Follow"
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
          <CopyLines lines={lines} />
          <ReasonButton
            variant="default"
            reason={all === 0 ? 'There is nothing to save.' : null}
            leftSection={<IconDeviceFloppy size={17} aria-hidden />}
            onClick={save}
          >
            Save all
          </ReasonButton>
        </Group>
        <LiveView
          gateway={gateway}
          query={query}
          failed="The log could not be read"
          loading={<RowsSkeleton rows={10} height={20} />}
        >
          {() =>
            lines.length === 0 ? (
              <Empty icon={IconFileText} title="No lines" compact>
                {driver.name} wrote nothing yet.
              </Empty>
            ) : (
              <LogLines
                lines={lines}
                search=""
                marked={null}
                follow={follow}
                onFollow={setFollow}
                height="calc(100dvh - 290px)"
              />
            )
          }
        </LiveView>
      </Stack>
    </Modal>
  );
}
