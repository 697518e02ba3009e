import { defineConfig } from 'vite'

/** Bundles the script that the Chromium host runs in the page before the page's own. */
export default defineConfig({
  build: {
    target: 'es2024',
    outDir: 'out/preload',
    emptyOutDir: false,
    lib: {
      entry: 'preload/chromium-page-script.ts',
      formats: ['iife'],
      name: 'sluicePageScript',
      fileName: () => 'chromium-page-script.js',
    },
  },
})
