/** Rates that devices of this trade use; any other can be typed. */
export const usualBaudRates: readonly number[] = [
  1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_500_000,
];

const lowestBaudRate = 50;
const highestBaudRate = 20_000_000;

/** A typed rate, spaces between the digits allowed; null when it is none that the contract takes. */
export function parseBaudRate(text: string): number | null {
  const digits = text.replace(/[\s.,']/g, '');
  if (!/^\d{1,9}$/.test(digits)) return null;
  const rate = Number(digits);
  return rate >= lowestBaudRate && rate <= highestBaudRate ? rate : null;
}
