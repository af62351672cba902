import { openArchive } from '#platform/archives/open-archive.ts';
import { parseManifest } from '#platform/archives/parse-manifest.ts';
import { type Manifest, manifestEntry } from '#shared/gateway-api/manifests.ts';

/** The manifest of a package, image or backup without checking the rest; null where there is none to read. */
export async function readManifest(file: { path: string; name: string }): Promise<Manifest | null> {
  const opened = await openArchive(file.path, file.name);
  if (!opened.ok) return null;
  try {
    const bytes = await opened.value.read(manifestEntry);
    if (!bytes.ok) return null;
    const manifest = parseManifest(bytes.value, file.name);
    return manifest.ok ? manifest.value : null;
  } finally {
    await opened.value.close();
  }
}

/** What the gateway is to run after this file, or the revision that a backup was taken from. */
export function targetOf(manifest: Manifest): string {
  return manifest.kind === 'firmware' ? manifest.version : manifest.revision;
}
