const two = (value: number): string => String(value).padStart(2, '0');

/** `YYYY-MM-DD-HH-mm-ss` in the gateway's own time zone, as the documented download names have it. */
export const localStamp = (at: Date): string =>
  `${localDate(at)}-${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}`;

/** `YYYY-MM-DDTHH-mm-ss` in the gateway's own time zone: the name of a snapshot without its ending. */
export const snapshotStamp = (at: Date): string =>
  `${localDate(at)}T${two(at.getHours())}-${two(at.getMinutes())}-${two(at.getSeconds())}`;

const localDate = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
