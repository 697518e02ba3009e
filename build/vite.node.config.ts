import { defineConfig } from 'vite'
import { lightHttp } from './light-http.ts'

/**
 * Bundles what plain Node runs: the command line, the window's process and the engine's process of the Chromium host,
 * and the engine's threads that send. The engine's process is Electron's too. Packages are bundled in, so that start-up reads few files;
 * playwright-core finds files beside itself, and the keyring is a native library: they stay outside.
 */
export default defineConfig({
  plugins: [lightHttp()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out',
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        'cli/sluice': 'main/cli/sluice.ts',
        'main/start-chromium': 'main/start-chromium.ts',
        'main/start-engine': 'main/start-engine.ts',
        'main/sender-thread': 'main/engine/s3/sender-thread.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'main/chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['playwright-core', '@napi-rs/keyring'] },
})
