/** What the embedded broker counts since its start. */
export const newCounters = () => ({
  messagesIn: 0,
  messagesOut: 0,
  /** Of connections that have ended. */
  bytesIn: 0,
  bytesOut: 0,
  refusedConnections: 0,
  refusedLogins: 0,
  refusedPublishes: 0,
  refusedSubscriptions: 0,
  protocolErrors: 0,
  dropped: 0,
});

export type Counters = ReturnType<typeof newCounters>;
