import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The screens on the pretended host. Built into a temporary folder for the pictures, never shipped. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: true },
});
