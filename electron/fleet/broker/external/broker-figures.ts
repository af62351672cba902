/** Where Mosquitto tells of itself (man mosquitto, "Broker Status"), and what it is for us. */
const figures = {
  '$SYS/broker/clients/connected': 'connected',
  '$SYS/broker/clients/disconnected': 'sessionsKept',
  '$SYS/broker/subscriptions/count': 'subscriptions',
  '$SYS/broker/retained messages/count': 'retained',
  '$SYS/broker/bytes/received': 'bytesIn',
  '$SYS/broker/bytes/sent': 'bytesOut',
  '$SYS/broker/publish/messages/dropped': 'dropped',
} as const;

type Figure = (typeof figures)[keyof typeof figures];

export const figureTopics: readonly string[] = Object.keys(figures);

/** What the broker said last of each figure; null until then. */
export function createBrokerFigures() {
  const known = new Map<string, number>();
  const read = (figure: Figure): number | null => known.get(figure) ?? null;
  return {
    hear(topic: string, payload: Uint8Array): void {
      const figure: Figure | undefined = figures[topic as keyof typeof figures];
      const value = Number(Buffer.from(payload).toString());
      if (figure !== undefined && Number.isFinite(value)) known.set(figure, value);
    },
    all: () => ({
      connected: read('connected'),
      sessionsKept: read('sessionsKept'),
      subscriptions: read('subscriptions'),
      retained: read('retained'),
      bytesIn: read('bytesIn'),
      bytesOut: read('bytesOut'),
      dropped: read('dropped'),
    }),
  };
}
