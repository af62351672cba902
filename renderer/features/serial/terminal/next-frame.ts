/** Frames do not come in a window that is covered, and late in one that is busy: then it goes on without. */
const lateMs = 100;

/** Resolves when the browser has drawn, or does not draw. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.hidden) {
      resolve();
      return;
    }
    const late = setTimeout(resolve, lateMs);
    requestAnimationFrame(() => {
      clearTimeout(late);
      // Runs before the frame; a message comes after it.
      setTimeout(resolve);
    });
  });
