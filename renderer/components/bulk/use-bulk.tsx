import { Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { type Changes, useAskAgain } from '../../lib/gateway-calls/use-gateway-act.ts';
import type { RowSelection } from '../data-table/use-selection.ts';
import { ReasonButton } from '../reason-button.tsx';
import { type BulkAct, type BulkNoun, bulkLabel, fitting, whyNotDone } from './bulk-act.ts';
import { BulkDialog } from './bulk-dialog.tsx';

interface BulkOptions<T> {
  gateway: Gateway;
  noun: BulkNoun;
  selection: RowSelection<T>;
  rowId(row: T): string;
  acts: readonly BulkAct<T>[];
  /** Why the account may not, or the gateway cannot now; null when it can. */
  whyNot: string | null;
  /** What is read again afterwards. */
  changes: Changes;
}

/**
 * The buttons for the chosen rows, and the dialog that one of them opens. The dialog stands outside of the table, which goes
 * when its last row does.
 */
export function useBulk<T>(options: BulkOptions<T>): { buttons: ReactNode; dialog: ReactNode } {
  const { gateway, noun, selection, rowId, acts, whyNot, changes } = options;
  const askAgain = useAskAgain(gateway.id);
  const [open, setOpen] = useState<{ id: string; rows: readonly T[] } | null>(null);
  const act = acts.find(({ id }) => id === open?.id);
  const buttons = (
    <Group gap="sm">
      {acts.map((one) => (
        <ReasonButton
          key={one.id}
          variant="default"
          reason={whyNotDone(one, selection.picked, whyNot)}
          onClick={() => setOpen({ id: one.id, rows: fitting(one, selection.picked) })}
        >
          {bulkLabel(one, selection.picked)}
        </ReasonButton>
      ))}
    </Group>
  );
  const dialog =
    open && act ? (
      <BulkDialog
        act={act}
        rows={open.rows}
        noun={noun}
        where={gatewayName(gateway)}
        whyNot={whyNot}
        name={selection.name}
        onDone={(rows) => {
          askAgain(changes);
          selection.drop(rows.map(rowId));
        }}
        onClose={() => setOpen(null)}
      />
    ) : null;
  return { buttons, dialog };
}
