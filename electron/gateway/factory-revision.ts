/** Revision of the supervision that is part of this source; equals the version in package.json. */
export const factoryRevision = '2026.11.0';
