import { formatClockMillis } from '../../../lib/format/time.ts';

/** Draws a time beside each line of the terminal; by hand, because it changes with every frame of a flood. */
export function createTimeGutter(
  element: HTMLElement,
  deps: { rows(): number; rowHeight(): number; timeOfRow(row: number): number | null },
): { draw(): void } {
  const cells: HTMLElement[] = [];
  return {
    draw() {
      const rows = deps.rows();
      const height = `${deps.rowHeight()}px`;
      while (cells.length > rows) cells.pop()?.remove();
      while (cells.length < rows) {
        const cell = document.createElement('div');
        element.append(cell);
        cells.push(cell);
      }
      for (const [row, cell] of cells.entries()) {
        const at = deps.timeOfRow(row);
        const text = at === null ? '' : formatClockMillis(at);
        if (cell.textContent !== text) cell.textContent = text;
        if (cell.style.height !== height) cell.style.height = height;
      }
    },
  };
}
