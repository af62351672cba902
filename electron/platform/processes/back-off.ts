/** Wait before the next try: 0 without a failure, then doubling from `firstMs` up to `maxMs`. */
export function backOffMs(failures: number, limits: { firstMs: number; maxMs: number }): number {
  if (failures <= 0) return 0;
  // 2 ** 30 is past every sensible maximum and still a safe integer.
  return Math.min(limits.maxMs, limits.firstMs * 2 ** Math.min(failures - 1, 30));
}
