/** What aedes hands to its storage: a PUBLISH, or the PUBREL that follows one of QoS 2. */
export interface StoredPacket {
  cmd: string;
  topic: string;
  payload: Uint8Array;
  qos: 0 | 1 | 2;
  retain: boolean;
  dup: boolean;
  /** Of the connection; none until it was sent for the first time. */
  messageId?: number | undefined;
  /** Together they name a message in this broker. */
  brokerId: string;
  brokerCounter: number;
}

export interface StoredSubscription {
  topic: string;
  qos: 0 | 1 | 2;
}
