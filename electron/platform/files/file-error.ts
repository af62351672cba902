/** Whether `error` is the file system's (or a socket's) error with one of these codes. */
export const isFileError = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** Plain words for what the file system reports, by its code. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk space of this account is used up',
  EACCES: 'it is not allowed for this account',
  EPERM: 'it is not allowed for this account',
  EROFS: 'the disk takes no changes',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk does not answer',
  EBUSY: 'another program uses it',
  EMFILE: 'too many files are open',
};

/** `why` of FILE_READ and FILE_WRITE, e.g. "the disk is full". */
export function fileReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error && reasons[String(error.code)]) || error.message;
}

/** The disk or the account's share of it is full. */
export const isDiskFull = (error: unknown): boolean => isFileError(error, 'ENOSPC', 'EDQUOT');
