import type { LicenseStatus } from '#shared/gateway-api/management-api.ts';
import type { MarkKind } from '../../../components/mark.tsx';
import { formatDay } from '../../../lib/format/time.ts';
import { count } from '../../../lib/format/words.ts';

const dayMs = 86_400_000;
/** From when on the end of updates is worth a word. */
const soonDays = 30;

export interface LicenceWords {
  mark: MarkKind;
  title: string;
  text: string;
}

/** What the licence allows, as one line and what it means. */
export function licenceWords(status: LicenseStatus, now: number): LicenceWords {
  if (!status.valid) {
    return {
      mark: 'idle',
      title: 'No licence',
      text: status.updatesActive
        ? 'The gateway works without one, and takes updates from its feed.'
        : 'The gateway works without one. Updates from the feed need a licence; packages from files do not.',
    };
  }
  const until = status.updatesExpireAt === undefined ? null : Date.parse(status.updatesExpireAt);
  if (!status.updatesActive) {
    return {
      mark: 'warning',
      title: 'Updates have expired',
      text: `${
        status.updatesExpireAt === undefined
          ? ''
          : `They were included until ${formatDay(status.updatesExpireAt)}. `
      }What is installed keeps running. Renew the licence to get updates from the feed again.`,
    };
  }
  const daysLeft = until === null ? null : Math.ceil((until - now) / dayMs);
  const untilWords =
    status.updatesExpireAt === undefined ? '' : ` until ${formatDay(status.updatesExpireAt)}`;
  return {
    mark: daysLeft !== null && daysLeft <= soonDays ? 'warning' : 'good',
    title: 'Licensed',
    text:
      daysLeft !== null && daysLeft <= soonDays
        ? `Updates are included${untilWords}: ${count(Math.max(0, daysLeft), 'day')} left.`
        : `Updates are included${untilWords}.`,
  };
}

/** Why this update cannot be had with this licence; null when it can, or when it is not known. */
export function updatesBlocked(
  status: LicenseStatus | undefined,
  releaseDate: string | undefined,
): string | null {
  if (status === undefined) return null;
  if (!status.updatesActive) {
    return status.valid
      ? 'Updates expired. Renew the licence on the tab Licence first.'
      : 'This gateway gets updates with a licence only. Enter one on the tab Licence first.';
  }
  const late = Date.parse(releaseDate ?? '') >= Date.parse(status.updatesExpireAt ?? '');
  return late ? 'It came out after the updates of the licence end. Renew the licence first.' : null;
}

/** The e-mail address and the key can be sent: the gateway decides about both. */
export function licenceProblem(input: { email: string; licenseKey: string }): string | null {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email.trim()))
    return 'The e-mail address of the licence, e.g. user@example.com.';
  return input.licenseKey.trim() === '' ? 'The key as it stands on the licence.' : null;
}
