/** What consoles usually run at. */
export const usualBaudRates = [
  '9600',
  '19200',
  '38400',
  '57600',
  '115200',
  '230400',
  '460800',
  '921600',
] as const;

/** Null: nothing that a rate could be. */
export function baudRateOf(text: string): number | null {
  const rate = Number(text.replaceAll(/\s/g, ''));
  return Number.isInteger(rate) && rate >= 50 && rate <= 20_000_000 ? rate : null;
}
