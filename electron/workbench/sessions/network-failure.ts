/** Plain words for what the network stack reports, by its code. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ECONNABORTED: 'no answer in time',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'this computer is not connected to that network',
  ENETDOWN: 'the network of this computer is down',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EPROTO: 'it does not speak TLS there; try http',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there; try http',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there; try http',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP there; try https',
};

/** Code of a network error, of whatever wraps it, or of the first of several tries (happy eyeballs). */
export function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const inner = error instanceof AggregateError ? networkCode(error.errors[0]) : networkCode(error.cause);
  if (inner !== null) return inner;
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** `why` of GATEWAY_UNREACHABLE, e.g. "nothing listens on that port". */
export function networkReason(error: unknown): string {
  const code = networkCode(error);
  return (code !== null && reasons[code]) || (error instanceof Error ? error.message : String(error));
}
