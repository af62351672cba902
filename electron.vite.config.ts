import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { serialBindings } from './scripts/packages/serial-bindings.ts';

const root = import.meta.dirname;
const source = (path: string): string => resolve(root, 'electron', path);

/** Programs of the Node side. All but the first are started as processes of their own and find each other here. */
const programs = {
  main: source('main.ts'),
  gateway: source('gateway/main.js'),
  supervision: source('gateway/supervision/main.ts'),
  'driver-main': source('gateway/supervision/drivers/driver-main.ts'),
  'evaluator-main': source('gateway/supervision/logics/evaluator-main.ts'),
};

/**
 * The Electron build: everything from node_modules is bundled, so that the package holds `out/` and nothing else.
 * The preload is CommonJS because the sandbox loads nothing else. The screens are built by vite.renderer.config.ts.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      sourcemap: false,
      rolldownOptions: {
        input: programs,
        external: ['electron'],
        plugins: [serialBindings({ chunkFolder: 'chunks' })],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      sourcemap: false,
      rolldownOptions: {
        input: { preload: source('preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
