import { Checkbox, Tooltip, VisuallyHidden } from '@mantine/core';
import { type MouseEvent, useId } from 'react';
import classes from './data-table.module.css';
import type { AllState } from './table-selection.ts';

interface RowChoiceProps {
  name: string;
  checked: boolean;
  /** Why this row cannot be chosen; null when it can. */
  whyNot: string | null;
  /** `range`: from the row that was chosen last up to this one. */
  onToggle(range: boolean): void;
}

/** The box of a row. The whole cell is the target; a press on it does not open the row. */
export function RowChoice({ name, checked, whyNot, onToggle }: RowChoiceProps) {
  const reasonId = useId();
  const off = whyNot !== null;
  const press = (event: MouseEvent) => {
    event.stopPropagation();
    if (!off) onToggle(event.shiftKey);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the row and to the box
    <td className={classes.choice} onClick={press}>
      <Tooltip label={whyNot ?? ''} disabled={!off}>
        <span className={classes.choicePlace}>
          <Checkbox
            size="sm"
            // The row itself is reached by Tab and toggled by Space.
            tabIndex={-1}
            aria-label={`Choose ${name}`}
            aria-describedby={off ? reasonId : undefined}
            checked={checked}
            disabled={off}
            // The press arrives at the cell, with its modifier keys.
            onChange={() => {}}
          />
          {off ? <VisuallyHidden id={reasonId}>{whyNot}</VisuallyHidden> : null}
        </span>
      </Tooltip>
    </td>
  );
}

interface AllChoiceProps {
  state: AllState;
  /** `the 12 addresses that are shown`. */
  what: string;
  disabled: boolean;
  onToggle(): void;
}

/** The box in the header, over what the filter shows. */
export function AllChoice({ state, what, disabled, onToggle }: AllChoiceProps) {
  return (
    <th scope="col">
      <span className={classes.choicePlace}>
        <Checkbox
          size="sm"
          aria-label={`Choose ${what}`}
          checked={state === 'all'}
          indeterminate={state === 'some'}
          disabled={disabled}
          onChange={onToggle}
        />
      </span>
    </th>
  );
}
