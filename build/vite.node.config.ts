import { defineConfig } from 'vite'

/** Bundles the command line into `out/cli`. Packages are bundled in, so that start-up reads few files. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/cli',
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: { sluice: 'main/cli/sluice.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
})
