import path from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

const at = (file: string): string => path.resolve(import.meta.dirname, file)

/**
 * Bundles what Electron runs, and the page, which both hosts show. Packages are bundled in, so that the application
 * carries no node_modules but the keyring, a native library; `electron` itself is there at run time.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/electron',
      emptyOutDir: false,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        external: ['@napi-rs/keyring'],
        input: { 'start-electron': at('main/start-electron.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can load one CommonJS file and nothing beside it.
      outDir: 'out/preload',
      emptyOutDir: false,
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: { 'electron-preload': at('preload/electron-preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [svelte()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: false,
      minify: true,
      // The page's security policy has no room for what is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: at('renderer/index.html') },
        // On a slow machine it would tell who starts Sluice for the first time which plugin takes how long.
        checks: { bundlerTimings: false },
      },
    },
  },
})
