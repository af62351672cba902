/** The part of a drag or drop that is read; the browser's own satisfies it. */
export interface DropLike {
  dataTransfer?: {
    files: Iterable<File> & { length: number };
    items: Iterable<DataTransferItem>;
  } | null;
}

/**
 * The files of a drop as the browser handed them over. The drop zone's own way goes through file system handles where
 * it can, and a `File` from a handle has no path: the desktop app could not adopt it. While something is dragged there
 * are no files yet, only items.
 */
export async function droppedFiles(event: DropLike): Promise<(File | DataTransferItem)[]> {
  const transfer = event.dataTransfer;
  if (!transfer) return [];
  if (transfer.files.length > 0) return [...transfer.files];
  return [...transfer.items].filter((item) => item.kind === 'file');
}
