import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { environmentOf, setEnvironment } from '../ui/environment.ts'
import { launchChromium } from '../ui/launch-chromium.ts'

/** The app at its first start, with a home folder of its own. */
export interface Stage {
  readonly page: Page
  readonly home: string
  close(): Promise<void>
}

/**
 * @param env more of the environment, for the app and the engine
 * @param profiles what stands in the AWS config file
 */
export async function openStage(env: Readonly<Record<string, string>>, profiles = ''): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sluice-film-'))
  const home = path.join(folder, 'ada')
  await mkdir(path.join(home, '.aws'), { recursive: true })
  await writeFile(path.join(home, '.aws/config'), profiles)
  const programs = await plantBrowser(folder)
  const restore = setEnvironment({ ...environmentOf(home), PATH: programs, ...env })
  const app = await launchChromium(home)
  return {
    page: app.page,
    home,
    async close() {
      await app.close()
      restore()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A browser of the system that opens nothing. @returns a PATH that has it first */
async function plantBrowser(folder: string): Promise<string> {
  const programs = path.join(folder, 'programs')
  await mkdir(programs)
  await writeFile(path.join(programs, 'xdg-open'), '#!/bin/sh\n')
  await chmod(path.join(programs, 'xdg-open'), 0o755)
  return `${programs}:${process.env['PATH'] ?? ''}`
}
