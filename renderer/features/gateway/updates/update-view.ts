import { formatBytes } from '#shared/format/bytes.ts';
import type { UpdateCheck } from '#shared/gateway-api/management-api.ts';

/** What the feed said, as a heading and what it means. */
export function updateWords(check: UpdateCheck): { mark: 'good' | 'warning'; title: string; text: string } {
  return check.updateAvailable
    ? {
        mark: 'warning',
        title: `${check.latestVersion} can be installed`,
        text: `The gateway runs ${check.currentVersion}.`,
      }
    : {
        mark: 'good',
        title: 'Up to date',
        text:
          check.latestVersion === check.currentVersion
            ? `${check.currentVersion} is the newest one in the feed.`
            : `The gateway runs ${check.currentVersion}; the feed has ${check.latestVersion}.`,
      };
}

/** How far the gateway's own download is, of a gateway that tells it; null otherwise. */
export function fetchProgress(check: Partial<UpdateCheck>): { percent: number; words: string } | null {
  const { download } = check;
  if (download === undefined) return null;
  const { bytes, total } = download;
  const share = total > 0 ? Math.min(1, bytes / total) : 0;
  return { percent: share * 100, words: `${formatBytes(bytes)} of ${formatBytes(total)}` };
}

/** `sha256:abc…` as algorithm and digest; a text without a colon is a digest of an unknown kind. */
export function checksumParts(checksum: string): { algorithm: string; digest: string } {
  const [first = '', ...rest] = checksum.split(':');
  return rest.length === 0
    ? { algorithm: 'Checksum', digest: first }
    : { algorithm: first.toUpperCase().replace(/^SHA(\d)/, 'SHA-$1'), digest: rest.join(':') };
}

/** Where a link in release notes may lead: nowhere but to the web, and it is shown, not followed. */
export const isWebAddress = (address: string | undefined): address is string =>
  address !== undefined && /^https?:\/\//i.test(address);

/** Said before an update is applied. Only a gateway of our kind is known to go back by itself and to keep a snapshot. */
export function applyLines(
  name: string,
  check: Pick<UpdateCheck, 'currentVersion' | 'latestVersion'>,
  options: { backupFirst: boolean; known: boolean },
): string[] {
  const { backupFirst, known } = options;
  return [
    `${name} downloads ${check.latestVersion} from its feed, checks it and installs it in place of ${check.currentVersion}.`,
    'All drivers stop while it restarts. Values that come meanwhile are not collected.',
    ...(known
      ? ['When the new revision is not healthy within 60 s, the gateway goes back to the old one by itself.']
      : []),
    backupFirst
      ? 'A backup is downloaded to this computer and checked first.'
      : `No backup is taken first.${known ? ' The gateway takes a snapshot of its own.' : ''}`,
  ];
}
