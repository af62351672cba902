/** Whether `error` is the file system's (or a socket's) error with one of these codes. */
export const isFileError = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** The disk or the account's share of it is full. */
export const isDiskFull = (error: unknown): boolean => isFileError(error, 'ENOSPC', 'EDQUOT');
