/**
 * The report of one agent in what it sent: under its uuid, beside a field that names it (`uuid`, `deviceUuid`), or, from an agent
 * that sends it over its own MQTT topic, alone. Undefined when there is none.
 */
export function ownReport(agentUuid: string, document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
  const entries = Object.entries(document);
  const own = entries.find(([name]) => name.toLowerCase() === agentUuid);
  if (own !== undefined) return own[1];
  const { uuid, deviceUuid, ...report } = document as Record<string, unknown>;
  const named = uuid ?? deviceUuid;
  if (typeof named === 'string') return named.toLowerCase() === agentUuid ? report : undefined;
  return 'apps' in document || 'is_online' in document ? document : undefined;
}
