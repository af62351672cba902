import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

/**
 * The serial library is the one with machine code. In a bundle its prebuilt files lie in `prebuilds/` beside the chunk that
 * loads them, for every system that the product runs on; which of them fits is decided at run time, as in node_modules.
 */
export function serialBindings(options: { chunkFolder: string }): Plugin {
  return {
    name: 'serial-bindings',
    load: {
      filter: { id: /bindings-cpp[\\/]dist[\\/]serialport-bindings\.js$/ },
      handler: () => `
        import load from 'node-gyp-build/node-gyp-build.js';
        export const binding = load(import.meta.dirname);
      `,
    },
    generateBundle(_options, bundle) {
      const used = Object.values(bundle).some(
        (file) => file.type === 'chunk' && file.moduleIds.some((id) => /serialport-bindings\.js$/.test(id)),
      );
      for (const { name, path } of used ? prebuilds() : []) {
        const fileName = join(options.chunkFolder, name).replaceAll('\\', '/');
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
      }
    },
  };
}

function prebuilds(): { name: string; path: string }[] {
  const library = dirname(createRequire(import.meta.url).resolve('@serialport/bindings-cpp/package.json'));
  const folder = join(library, 'prebuilds');
  return readdirSync(folder)
    .filter((system) => !system.startsWith('android'))
    .flatMap((system) =>
      readdirSync(join(folder, system)).map((file) => ({
        name: `prebuilds/${system}/${file}`,
        path: join(folder, system, file),
      })),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
