import { defineConfig } from 'vite'

/** Bundles the plain-Node entries into `out/`; dependencies are bundled in, so that start-up reads few files. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out',
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: { 'cli/sluice': 'main/cli/sluice.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
})
