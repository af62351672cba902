import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import type { CallAnswer } from '../../../lib/gateway-calls/call-types.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import {
  changedEvery,
  cronOf,
  everyChoices,
  keepProblem,
  parseSchedule,
  type Schedule,
  scheduleProblem,
  weekdays,
} from './schedule-view.ts';

interface ScheduleDialogProps {
  gateway: Gateway;
  settings: CallAnswer<'settings'>;
  onClose(): void;
}

const ownZone = 'The gateway’s own';

/** When, in which time zone, how many, how long. */
export function ScheduleDialog({ gateway, settings, onClose }: ScheduleDialogProps) {
  const update = useGatewayAct(gateway, 'settingsUpdate', ['settings', 'snapshots']);
  const [schedule, setSchedule] = useState<Schedule>(() => parseSchedule(settings.snapshotSchedule));
  const [zone, setZone] = useState(settings.snapshotTimeZone);
  const [keepCount, setKeepCount] = useState<number | string>(settings.snapshotKeepCount);
  const [keepDays, setKeepDays] = useState<number | string>(settings.snapshotKeepDays);
  const zones = useMemo(
    () => [...new Set([...(zone === '' ? [] : [zone]), 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [zone],
  );
  const problem = scheduleProblem(schedule);
  const kept = keepProblem(keepCount, keepDays);
  const submit = async () => {
    const result = await update.run({
      body: {
        snapshotSchedule: cronOf(schedule),
        snapshotTimeZone: zone,
        snapshotKeepCount: Number(keepCount),
        snapshotKeepDays: Number(keepDays),
      },
    });
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title="Schedule of snapshots"
      submit={`Save on ${gatewayName(gateway)}`}
      submitting={update.running}
      canSubmit={problem === null && kept.count === null && kept.days === null && update.whyNot === null}
      failure={update.failure ? { title: 'The schedule was not saved', failure: update.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={520}
    >
      <Group align="flex-start" grow>
        <Select
          label="Taken"
          data={everyChoices}
          allowDeselect={false}
          data-autofocus
          value={schedule.every}
          onChange={(every) => setSchedule(changedEvery(schedule, every))}
        />
        {schedule.every === 'week' ? (
          <Select
            label="On"
            data={weekdays.map((label, index) => ({ value: String(index), label }))}
            allowDeselect={false}
            value={String(schedule.weekday)}
            onChange={(day) => setSchedule({ ...schedule, weekday: Number(day ?? 0) })}
          />
        ) : null}
        {schedule.every === 'day' || schedule.every === 'week' ? (
          <TextInput
            type="time"
            label="At"
            value={schedule.time}
            error={problem}
            onChange={(event) => setSchedule({ ...schedule, time: event.currentTarget.value })}
          />
        ) : null}
      </Group>
      {schedule.every === 'custom' ? (
        <TextInput
          label="Cron"
          description="Minute, hour, day, month, weekday"
          placeholder="0 */6 * * *"
          maxLength={100}
          spellCheck={false}
          classNames={{ input: 'gw-mono' }}
          value={schedule.cron}
          error={problem}
          onChange={(event) => setSchedule({ ...schedule, cron: event.currentTarget.value })}
        />
      ) : null}
      <Select
        label="Time zone"
        description={`${ownZone}: as the clock of the gateway is set`}
        data={[{ value: '', label: ownZone }, ...zones]}
        allowDeselect={false}
        searchable
        limit={60}
        value={zone}
        onChange={(next) => setZone(next ?? '')}
      />
      <Group align="flex-start" grow>
        <NumberInput
          label="Keep at most"
          description="Snapshots; the oldest go first"
          min={1}
          max={5_000}
          allowDecimal={false}
          value={keepCount}
          error={kept.count}
          onChange={setKeepCount}
        />
        <NumberInput
          label="Keep for at most"
          description="Days; the last one always stays"
          min={1}
          max={3_650}
          allowDecimal={false}
          value={keepDays}
          error={kept.days}
          onChange={setKeepDays}
        />
      </Group>
    </FormDialog>
  );
}
