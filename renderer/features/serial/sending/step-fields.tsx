import { ActionIcon, Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { ScriptStep } from '#shared/bridge/serial-scripts.ts';
import { newStep, stepKinds, stepProblem } from './script-steps.ts';

interface StepFieldsProps {
  step: ScriptStep;
  /** Counted from 1, for names of fields. */
  number: number;
  first: boolean;
  last: boolean;
  onChange(step: ScriptStep): void;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

/** One step as a line of fields. */
export function StepFields(props: StepFieldsProps) {
  const { step, number, first, last, onChange } = props;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Select
        w={180}
        aria-label={`Step ${number}: kind`}
        data={[...stepKinds]}
        allowDeselect={false}
        value={step.kind}
        onChange={(kind) => {
          const wanted = stepKinds.find(({ value }) => value === kind)?.value;
          if (wanted && wanted !== step.kind) onChange(newStep(wanted));
        }}
      />
      <What {...props} />
      <ActionIcon aria-label={`Move step ${number} up`} disabled={first} onClick={() => props.onMove(-1)}>
        <IconArrowUp size={17} />
      </ActionIcon>
      <ActionIcon aria-label={`Move step ${number} down`} disabled={last} onClick={() => props.onMove(1)}>
        <IconArrowDown size={17} />
      </ActionIcon>
      <ActionIcon aria-label={`Remove step ${number}`} onClick={props.onRemove}>
        <IconTrash size={17} />
      </ActionIcon>
    </Group>
  );
}

function What({ step, number, onChange }: StepFieldsProps) {
  const text = (value: string, change: (value: string) => void, what: string) => (
    <TextInput
      flex={1}
      aria-label={`Step ${number}: ${what}`}
      placeholder={what}
      spellCheck={false}
      value={value}
      error={value === '' ? null : stepProblem(step)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
  const enter = (on: boolean, change: (on: boolean) => void) => (
    <Checkbox
      mt={8}
      label="Enter"
      aria-label={`Step ${number}: Enter afterwards`}
      checked={on}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
  switch (step.kind) {
    case 'expect':
      return (
        <>
          {text(step.text, (value) => onChange({ ...step, text: value }), 'text')}
          <Seconds
            {...{ number, ms: step.timeoutMs }}
            onMs={(timeoutMs) => onChange({ ...step, timeoutMs })}
          />
        </>
      );
    case 'expect-pattern':
      return (
        <>
          {text(step.pattern, (pattern) => onChange({ ...step, pattern }), 'pattern')}
          <Seconds
            {...{ number, ms: step.timeoutMs }}
            onMs={(timeoutMs) => onChange({ ...step, timeoutMs })}
          />
        </>
      );
    case 'send':
      return (
        <>
          {text(step.text, (value) => onChange({ ...step, text: value }), 'text')}
          {enter(step.enter, (on) => onChange({ ...step, enter: on }))}
        </>
      );
    case 'send-secret':
      return (
        <>
          {text(step.secret, (secret) => onChange({ ...step, secret }), 'name of the secret')}
          {enter(step.enter, (on) => onChange({ ...step, enter: on }))}
        </>
      );
    default:
      return (
        <NumberInput
          flex={1}
          aria-label={`Step ${number}: milliseconds`}
          suffix=" ms"
          min={1}
          max={step.kind === 'break' ? 5_000 : 600_000}
          allowDecimal={false}
          value={step.durationMs}
          onChange={(ms) => typeof ms === 'number' && ms >= 1 && onChange({ ...step, durationMs: ms })}
        />
      );
  }
}

function Seconds({ number, ms, onMs }: { number: number; ms: number; onMs(ms: number): void }) {
  return (
    <NumberInput
      w={110}
      aria-label={`Step ${number}: seconds at most`}
      suffix=" s at most"
      min={1}
      max={3_600}
      allowDecimal={false}
      value={Math.round(ms / 1_000)}
      onChange={(seconds) => typeof seconds === 'number' && seconds >= 1 && onMs(seconds * 1_000)}
    />
  );
}
