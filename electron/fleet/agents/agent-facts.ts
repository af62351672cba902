/** Of an agent's last reports; null: it did not say. Units as on the wire: percent, °C, MB. */
export interface AgentFigures {
  cpu_usage: number | null;
  cpu_temp: number | null;
  memory_usage: number | null;
  memory_total: number | null;
  storage_usage: number | null;
  storage_total: number | null;
  target_apps_count: number | null;
  current_apps_count: number | null;
  /** Epoch milliseconds. */
  last_reported: number | null;
}

/** Of an agent that never reported. */
export const noFigures: AgentFigures = {
  cpu_usage: null,
  cpu_temp: null,
  memory_usage: null,
  memory_total: null,
  storage_usage: null,
  storage_total: null,
  target_apps_count: null,
  current_apps_count: null,
  last_reported: null,
};

/** What other features know of agents, for lists and details. */
export interface AgentFacts {
  /** Of those of them that reported or have a target state. */
  figures(uuids: readonly string[]): Promise<Map<string, AgentFigures>>;
  /** As `GET /agents/:uuid` shows them (wire §1.4); null: never set, never reported. */
  states(uuid: string): Promise<{
    target_state: Record<string, unknown> | null;
    current_state: Record<string, unknown> | null;
  }>;
}
