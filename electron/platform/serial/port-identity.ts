/** A port of this computer, as the system describes it. */
export interface FoundPort {
  path: string;
  /** The same when the device comes back at another path. */
  identity: string;
  manufacturer: string | null;
  product: string | null;
  serialNumber: string | null;
  /** Four lowercase hexadecimal digits. */
  vendorId: string | null;
  productId: string | null;
}

/** Facts from which an identity is made; all but the path may be missing. */
export interface IdentityFacts {
  path: string;
  vendorId: string | null;
  productId: string | null;
  serialNumber: string | null;
  /** Which of several ports of one device, where there are several. */
  port: string | null;
  /** Where it is plugged in. */
  location: string | null;
}

/**
 * Maker, model and serial number name one device anywhere. Without a serial number the socket has to do: two adapters of
 * one kind are then told apart by where they are plugged in. Ports soldered in are their path.
 */
export function identityOf(facts: IdentityFacts): string {
  const { vendorId, productId, serialNumber, location } = facts;
  const port = facts.port === null ? '' : `:${facts.port}`;
  if (vendorId !== null && productId !== null && serialNumber !== null) {
    return `usb:${vendorId}:${productId}:${serialNumber}${port}`;
  }
  return location === null ? `path:${facts.path}` : `by-path:${location}${port}`;
}

/** A port that nothing but its path tells from others: soldered in, a pseudo-terminal, of a container. */
export const unlistedPort = (path: string): FoundPort => ({
  path,
  identity: `path:${path}`,
  manufacturer: null,
  product: null,
  serialNumber: null,
  vendorId: null,
  productId: null,
});
