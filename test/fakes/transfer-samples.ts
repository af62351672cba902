import { seededRandom } from './seeded-random.ts';

export function randomContent(bytes: number, seed = bytes + 1): Buffer {
  const random = seededRandom(seed);
  return Buffer.from(Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)));
}

/** Around the edges of blocks, and content that looks like control bytes. */
export const sampleContents = (): { what: string; content: Buffer }[] => [
  ...[0, 1, 127, 128, 129, 1_023, 1_024, 1_025, 40_000].map((bytes) => ({
    what: `${bytes} bytes`,
    content: randomContent(bytes),
  })),
  { what: 'all CAN', content: Buffer.alloc(5_000, 0x18) },
  { what: 'fill at its own end', content: Buffer.concat([randomContent(2_000), Buffer.alloc(300, 0x1a)]) },
];
