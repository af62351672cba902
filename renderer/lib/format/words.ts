export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 job`, `2 jobs`. */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;
