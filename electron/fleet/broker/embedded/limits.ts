/** Every limit of the embedded broker by name. */
export const brokerLimits = {
  /** As a whole, fixed header included. A verbose batch of the public agent has some 100 KiB. */
  packetBytes: 1024 * 1024,
  /** The first packet, from somebody unknown; a will is part of it. */
  connectPacketBytes: 16 * 1024,
  topicCharacters: 512,
  topicLevels: 16,
  connections: 20_000,
  /** A site behind one address comes back as a whole after a power cut. */
  connectionsPerSecondAndAddress: 200,
  /** Addresses and names that are remembered for the limits above and below. */
  remembered: 10_000,
  /** From the TCP connection to the end of TLS, and from there to CONNECT. */
  connectTimeoutMs: 10_000,
  /** Longest that a client may ask for, in seconds; none at all is refused, too. */
  keepaliveSeconds: 3600,
  /** Failed logins of one name at one address, and of one address with any names. */
  failuresPerName: 10,
  failuresPerAddress: 60,
  failureWindowMs: 60_000,
  firstLockMs: 10_000,
  maxLockMs: 300_000,
  subscriptionsPerClient: 50,
  /** Unacknowledged messages of QoS 2 that one client may have under way to us. */
  inflightIn: 100,
  /** Messages of one kept session that nobody has acknowledged yet. */
  queuedMessages: 1000,
  /** Bytes for one client that its connection has not taken. */
  queuedBytes: 4 * 1024 * 1024,
  /** A reader that takes nothing for so long is cut off. */
  drainTimeoutMs: 30_000,
  /** How long the session of a client without "clean session" outlives its connection. */
  sessionExpiryMs: 24 * 60 * 60 * 1000,
  /** Sessions of one user, connected or kept. */
  sessionsPerUser: 20,
  retainedPerUser: 100,
  retainedBytes: 64 * 1024 * 1024,
};

export type BrokerLimits = typeof brokerLimits;
