import { csvRow } from '#shared/format/csv.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { addressOf } from './activity-view.ts';

/** A file that is written in pieces, so that no export is held whole as text. */
export interface ActivityFormat {
  type: string;
  head: string;
  /** Of some entries; `first`: nothing was written before them. */
  piece(activities: readonly Activity[], first: boolean): string;
  tail: string;
}

const columns = ['timestamp', 'user', 'type', 'action', 'target', 'address', 'details', 'id'] as const;

const lineOf = (entry: Activity): string =>
  csvRow([
    entry.timestamp,
    entry.user,
    entry.type,
    entry.action,
    entry.target,
    addressOf(entry) ?? '',
    JSON.stringify(withoutAddress(entry.details)),
    entry.id,
  ]);

function withoutAddress({ address: _, ...rest }: Activity['details']): Activity['details'] {
  return rest;
}

/** Begins with a byte order mark: without it spreadsheets read UTF-8 as something else. */
export const activityCsv: ActivityFormat = {
  type: 'text/csv;charset=utf-8',
  head: `\uFEFF${csvRow(columns)}`,
  piece: (activities) => activities.map(lineOf).join(''),
  tail: '',
};

/** As the gateway answers it, so that tools for its API read the file, too; one entry a line. */
export const activityJson: ActivityFormat = {
  type: 'application/json',
  head: '{"activities": [',
  piece: (activities, first) =>
    activities.map((entry, index) => `${first && index === 0 ? '' : ','}\n${JSON.stringify(entry)}`).join(''),
  tail: '\n]}\n',
};
