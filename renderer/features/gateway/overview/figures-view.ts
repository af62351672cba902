/** Counters of bytes since boot, read at a moment of this computer. */
export interface NetworkSample {
  at: number;
  bytesIn: number;
  bytesOut: number;
}

/** The rate is told over this long, so that a sample which the gateway repeats does not read as silence. */
const windowMs = 20_000;

/** Adds a sample; older ones and those before a reboot (the counters began anew) drop out. */
export function withSample(samples: readonly NetworkSample[], sample: NetworkSample): NetworkSample[] {
  const last = samples.at(-1);
  if (last && (sample.bytesIn < last.bytesIn || sample.bytesOut < last.bytesOut)) return [sample];
  if (last && sample.at <= last.at) return [...samples];
  return [...samples.filter(({ at }) => at >= sample.at - windowMs), sample];
}

/** Bytes a second; null until two samples are known. */
export function networkRate(
  samples: readonly NetworkSample[],
): { inPerSecond: number; outPerSecond: number } | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at) return null;
  const seconds = (last.at - first.at) / 1_000;
  return {
    inPerSecond: (last.bytesIn - first.bytesIn) / seconds,
    outPerSecond: (last.bytesOut - first.bytesOut) / seconds,
  };
}
