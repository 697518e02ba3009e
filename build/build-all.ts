import { rm } from 'node:fs/promises'
import path from 'node:path'
import { build as buildForElectron } from 'electron-vite'
import { build } from 'vite'

const project = path.resolve(import.meta.dirname, '..')

/** What the bundles are, as folders of `out/`. */
const bundles = ['cli', 'main', 'electron', 'preload', 'renderer']

/** Bundles everything anew into `out/`: the command line, both hosts, the engine's process and the page. */
export async function buildAll(logLevel: 'info' | 'warn'): Promise<void> {
  for (const bundle of bundles) await rm(path.join(project, 'out', bundle), { recursive: true, force: true })
  for (const config of ['vite.node.config.ts', 'vite.page-script.config.ts']) {
    await build({ root: project, configFile: path.join(import.meta.dirname, config), logLevel })
  }
  await buildForElectron({ root: project, logLevel })
}
