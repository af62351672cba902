/** `0 %`, `0.4 %`, `12 %`, `100 %`: one digit behind the point below ten, where it tells something. */
export function formatPercent(value: number): string {
  const digits = value > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} %`;
}
