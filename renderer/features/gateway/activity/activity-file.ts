import type { Activity } from '#shared/gateway-api/management-api.ts';
import { addressOf } from './activity-view.ts';

/** RFC 4180; a leading sign that a spreadsheet would take for a formula is kept from doing so, one apostrophe more each. */
function csvField(text: string): string {
  const harmless = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const columns = ['timestamp', 'user', 'type', 'action', 'target', 'address', 'details', 'id'] as const;

/** Begins with a byte order mark: without it spreadsheets read UTF-8 as something else. */
export const activityCsv = (activities: readonly Activity[]): string =>
  `\uFEFF${[
    columns,
    ...activities.map((entry) => [
      entry.timestamp,
      entry.user,
      entry.type,
      entry.action,
      entry.target,
      addressOf(entry) ?? '',
      JSON.stringify(withoutAddress(entry.details)),
      entry.id,
    ]),
  ]
    .map((row) => row.map(csvField).join(','))
    .join('\r\n')}\r\n`;

function withoutAddress({ address: _, ...rest }: Activity['details']): Activity['details'] {
  return rest;
}

/** As the gateway answers it, so that tools for its API read the file, too. */
export const activityJson = (activities: readonly Activity[]): string =>
  `${JSON.stringify({ activities }, null, 2)}\n`;
