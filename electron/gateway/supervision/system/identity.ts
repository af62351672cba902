/** What this start of the gateway application is. */
export interface Identity {
  /** Of this box, over all its starts. */
  id: string;
  product: string;
  revision: string;
  firmware: string;
  /** Another one for every start. */
  bootId: string;
  /** UTC epoch milliseconds. */
  startedAt: number;
}

export const product = 'Gatewright Gateway';

export const uptimeSeconds = ({ startedAt }: Identity): number =>
  Math.round((Date.now() - startedAt) / 100) / 10;
