import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { openWindow } from '../../../electron/adapters/window.ts';
import { fitPlace, openWindowPlace, smallestWindow } from '../../../electron/adapters/window-place.ts';
import { BrowserWindow, openedWindows, screen } from '../../fakes/electron.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const log = pino({ level: 'silent' });
const laptop = { x: 0, y: 0, width: 1920, height: 1040 };
const beside = { x: 1920, y: 0, width: 2560, height: 1400 };

describe('where a window opens', () => {
  test.each([
    ['never moved', null, [laptop], { width: 1280, height: 860 }],
    [
      'as it was left',
      { x: 50, y: 40, width: 900, height: 700 },
      [laptop],
      { x: 50, y: 40, width: 900, height: 700 },
    ],
    [
      'on a second screen',
      { x: 2000, y: 10, width: 2000, height: 1200 },
      [laptop, beside],
      { x: 2000, y: 10, width: 2000, height: 1200 },
    ],
    [
      'on a second screen that is gone',
      { x: 2000, y: 10, width: 2000, height: 1200 },
      [laptop],
      { width: 1920, height: 1040 },
    ],
    [
      'with its upper edge out of reach',
      { x: 50, y: -200, width: 900, height: 700 },
      [laptop],
      { width: 900, height: 700 },
    ],
    [
      'on a screen that became small',
      { x: 0, y: 0, width: 1800, height: 1000 },
      [{ x: 0, y: 0, width: 1024, height: 700 }],
      { x: 0, y: 0, width: 1024, height: 700 },
    ],
  ])('%s', (_name, bounds, workAreas, place) => {
    expect(fitPlace(bounds, workAreas)).toEqual(place);
  });

  test('it can always be taken hold of, whatever is remembered', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 1, max: 10_000 });
    const rectangle = fc.record({ x: number, y: number, width: size, height: size });
    fc.assert(
      fc.property(rectangle, (bounds) => {
        const place = fitPlace(bounds, [laptop, beside]);
        expect(place.width).toBeGreaterThanOrEqual(smallestWindow.width);
        expect(place.height).toBeGreaterThanOrEqual(smallestWindow.height);
        if (place.x === undefined || place.y === undefined) return;
        expect(place.x).toBeLessThan(beside.x + beside.width - 100);
        expect(place.x + place.width).toBeGreaterThan(100);
        expect(place.y).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the place of the window', () => {
  test('is remembered when it closes, and the next one opens there, maximized if it was', async () => {
    const folder = await temporaryFolder();
    const remembered = await openWindowPlace(folder, log);
    const window = new BrowserWindow();
    remembered.follow(window.asWindow());
    window.bounds = { x: 100, y: 80, width: 1000, height: 700 };
    window.maximized = true;
    window.emit('close');
    await remembered.flush();

    const again = await openWindowPlace(folder, log);
    openWindow({ preload: '/p', dark: false, remembered: again });
    const opened = openedWindows.at(-1);
    expect(opened?.options).toMatchObject({ x: 100, y: 80, width: 1000, height: 700 });
    expect(opened?.maximized).toBe(true);
    expect(screen.getAllDisplays()).toHaveLength(1);
  });

  test('of a minimized window is the one from before', async () => {
    const folder = await temporaryFolder();
    const remembered = await openWindowPlace(folder, log);
    const window = new BrowserWindow();
    remembered.follow(window.asWindow());
    window.emit('close');
    await remembered.flush();
    const before = await readFile(join(folder, 'window.json'), 'utf8');
    window.minimized = true;
    window.bounds = { x: -32_000, y: -32_000, width: 160, height: 28 };
    window.emit('close');
    await remembered.flush();
    expect(await readFile(join(folder, 'window.json'), 'utf8')).toBe(before);
  });

  test('that cannot be read is forgotten, and the window opens all the same', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'window.json'), '{"bounds": "wide"}');
    const remembered = await openWindowPlace(folder, log);
    expect(remembered.place([laptop])).toEqual({ width: 1280, height: 860 });
  });
});
