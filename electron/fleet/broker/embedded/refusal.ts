/** What we refused ourselves, told from faults of the protocol by its code. */
export const refusal = (message: string): Error & { code: 'refused' } =>
  Object.assign(new Error(message), { code: 'refused' as const });
