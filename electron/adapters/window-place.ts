import { join } from 'node:path';
import type { BrowserWindow, Rectangle } from 'electron';
import type { Logger } from 'pino';
import { z } from 'zod';
import { openJsonFile } from '#platform/files/json-file.ts';

/** Pixels below which the screens do not work. */
export const smallestWindow = { width: 720, height: 520 } as const;
const usualWindow = { width: 1280, height: 860 } as const;
/** So much of the upper edge has to be on a screen, or the window cannot be taken hold of. */
const graspable = { width: 120, height: 32 } as const;
/** While somebody drags, every step would be a write. */
const settledMs = 500;

const fileSchema = z.object({
  format: z.literal(1),
  /** Null until the window was moved for the first time. */
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  maximized: z.boolean(),
});

/** Where a window opens; without a position the system puts it in the middle. */
export interface WindowPlace {
  width: number;
  height: number;
  x?: number;
  y?: number;
}

/**
 * What is left of a remembered place on the screens of now (their work areas, the primary one first): a window is never
 * larger than its screen, and one whose screen is gone comes back to the middle of the primary one. Pure.
 */
export function fitPlace(bounds: Rectangle | null, workAreas: readonly Rectangle[]): WindowPlace {
  for (const area of bounds === null ? [] : workAreas) {
    const kept = { ...fitSize(bounds, area), x: bounds?.x ?? 0, y: bounds?.y ?? 0 };
    if (canBeGrasped(kept, area)) return kept;
  }
  return fitSize(bounds, workAreas[0]);
}

function fitSize(bounds: Rectangle | null, area: Rectangle | undefined): { width: number; height: number } {
  const within = (name: 'width' | 'height') =>
    Math.max(smallestWindow[name], Math.min((bounds ?? usualWindow)[name], area?.[name] ?? Infinity));
  return { width: within('width'), height: within('height') };
}

function canBeGrasped(place: Rectangle, area: Rectangle): boolean {
  const seen = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  const top = place.y >= area.y && place.y + graspable.height <= area.y + area.height;
  return seen >= graspable.width && top;
}

/** The place of the one window, remembered in `window.json`. */
export interface RememberedPlace {
  place(workAreas: readonly Rectangle[]): WindowPlace;
  readonly maximized: boolean;
  /** Remembers where it is, from now on. */
  follow(window: BrowserWindow): void;
  /** On disk when it resolves. */
  flush(): Promise<void>;
}

export async function openWindowPlace(dataFolder: string, log: Logger): Promise<RememberedPlace> {
  const file = await openJsonFile({
    path: join(dataFolder, 'window.json'),
    schema: fileSchema,
    defaults: { format: 1, bounds: null, maximized: false },
    log,
  });
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function save(window: BrowserWindow): void {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    // The bounds of before it was maximized: that is what it returns to.
    const next = { format: 1 as const, bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writing = file.write(next).catch((error: unknown) => {
      log.warn({ err: error }, 'the place of the window could not be kept');
    });
  }

  return {
    place: (workAreas) => fitPlace(file.value().bounds, workAreas),
    get maximized() {
      return file.value().maximized;
    },
    follow(window) {
      const later = () => {
        clearTimeout(timer);
        timer = setTimeout(() => save(window), settledMs);
      };
      window.on('resize', later);
      window.on('move', later);
      window.on('close', () => save(window));
    },
    flush: () => writing,
  };
}
