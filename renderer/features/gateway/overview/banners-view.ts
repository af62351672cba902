import type { LicenseStatus, UpdateCheck } from '#shared/gateway-api/management-api.ts';

export interface Banner {
  mark: 'busy' | 'warning';
  title: string;
  text: string;
  tab: 'updates' | 'licence';
  action: string;
}

const dayMs = 86_400_000;
const soonDays = 30;

/** What a person should know about versions and the licence before anything else; nothing when all is well. */
export function banners(
  name: string,
  update: UpdateCheck | undefined,
  licence: LicenseStatus | undefined,
  now: number,
): Banner[] {
  const shown: Banner[] = [];
  const endsAt = licence?.updatesExpireAt ? Date.parse(licence.updatesExpireAt) : null;
  const ended = licence?.valid === true && !licence.updatesActive;
  if (update?.updateAvailable) {
    shown.push({
      mark: 'busy',
      title: `Version ${update.latestVersion} is there for ${name}`,
      text: ended
        ? `It runs ${update.currentVersion}. The licence has to be renewed before it can be taken.`
        : `It runs ${update.currentVersion}.`,
      tab: 'updates',
      action: 'See what is new',
    });
  }
  if (ended) {
    shown.push({
      mark: 'warning',
      title: `The licence of ${name} gives no updates any more`,
      text: 'The gateway goes on working. New versions come again after a renewal.',
      tab: 'licence',
      action: 'Go to the licence',
    });
  } else if (licence?.valid && endsAt !== null && endsAt - now < soonDays * dayMs) {
    const days = Math.max(0, Math.ceil((endsAt - now) / dayMs));
    shown.push({
      mark: 'warning',
      title: `Updates for ${name} end ${days <= 1 ? 'within a day' : `in ${days} days`}`,
      text: 'The gateway goes on working after that; it gets no new versions until the licence is renewed.',
      tab: 'licence',
      action: 'Go to the licence',
    });
  }
  return shown;
}
