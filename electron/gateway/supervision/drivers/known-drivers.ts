/** Drivers of this revision. The list is apart from their code: supervision only needs the names. */
export const knownDrivers = ['system'] as const;
export type KnownDriver = (typeof knownDrivers)[number];

export const isKnownDriver = (name: string): name is KnownDriver =>
  (knownDrivers as readonly string[]).includes(name);
