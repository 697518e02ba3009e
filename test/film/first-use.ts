import { cpus, loadavg } from 'node:os'
import { SluiceWindow } from '../ui/window.ts'
import { openStage } from './stage.ts'

/**
 * Makes the first practice sync as somebody who knows the way, from the start of this process on an empty home.
 * @returns clicks and seconds, as a sentence with the day and the machine
 */
export async function firstUse(): Promise<string> {
  const stage = await openStage({})
  try {
    const { page } = stage
    const window = new SluiceWindow(page)
    await window.preview.waitFor()
    // Every press that reaches the page counts, whoever made it.
    await page.evaluate(`
      globalThis.clicks = 0
      addEventListener('click', ({ isTrusted }) => { if (isTrusted) globalThis.clicks++ }, true)
    `)
    await window.left.row('index.html').waitFor()
    const usable = sinceStart()
    await window.preview.click()
    await window.apply.filter({ hasText: 'Upload 35' }).waitFor()
    await window.apply.click()
    await window.result.filter({ hasText: 'all verified' }).waitFor()
    const done = sinceStart()
    const clicks = String(await page.evaluate('globalThis.clicks'))
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.version}, with a load of ${(loadavg()[0] ?? 0).toFixed(1)}`
    return `${clicks} clicks and ${done} s from the start of the process to the end of the first practice sync of 35 files; the window was usable after ${usable} s. ${new Date().toISOString().slice(0, 10)}, ${machine}.`
  } finally {
    await stage.close()
  }
}

/** Seconds since this process was started. */
const sinceStart = (): string => ((Date.now() - performance.timeOrigin) / 1000).toFixed(2)
