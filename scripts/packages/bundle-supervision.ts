import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { serialBindings } from './serial-bindings.ts';

export interface BundledFile {
  name: string;
  content: string | Buffer;
}

const supervision = join(import.meta.dirname, '../../electron/gateway/supervision');

/** Programs that a package holds; supervision starts the others from beside itself. */
const programs = {
  main: join(supervision, 'main.ts'),
  'driver-main': join(supervision, 'drivers/driver-main.ts'),
  'evaluator-main': join(supervision, 'logics/evaluator-main.ts'),
};

export const entryName = 'main.js';

/** The gateway application as files that need nothing but Node. The same source gives the same bytes. */
export async function bundleSupervision(): Promise<BundledFile[]> {
  const bundle = await rolldown({
    input: programs,
    platform: 'node',
    external: [/^node:/],
    plugins: [serialBindings({ chunkFolder: '.' })],
    // A package that cannot be resolved would be missed on the gateway only.
    onLog(level, log, print) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      if (level === 'warn') print(level, log);
    },
  });
  try {
    const { output } = await bundle.generate({
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunk-[name]-[hash].js',
      sourcemap: false,
    });
    return output.map((file) => ({
      name: file.fileName,
      content: file.type === 'chunk' ? file.code : Buffer.from(file.source),
    }));
  } finally {
    await bundle.close();
  }
}
