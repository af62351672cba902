import type { ModemLines } from '#platform/serial/line-control.ts';
import type { SerialLine } from '#platform/serial/serial-line.ts';

const everyMs = 1_000;

/** What the device says on its control lines while the port is open. A port without any is asked once. */
export interface ModemWatch {
  lines(): ModemLines | null;
  begin(line: SerialLine): void;
  end(): void;
}

export function createModemWatch(onChange: () => void): ModemWatch {
  let timer: NodeJS.Timeout | null = null;
  let lines: ModemLines | null = null;
  let watched: SerialLine | null = null;

  async function look(line: SerialLine): Promise<void> {
    const next = await line.modem();
    if (watched !== line) return;
    const changed = JSON.stringify(next) !== JSON.stringify(lines);
    lines = next;
    if (changed) onChange();
    if (next === null) return;
    timer = setTimeout(() => void look(line), everyMs);
    timer.unref();
  }

  function end(): void {
    watched = null;
    lines = null;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    lines: () => lines,
    begin(line) {
      end();
      watched = line;
      void look(line);
    },
    end,
  };
}
