import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** What opens an address in the browser that a person has chosen. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Milliseconds after which an opener that has not failed counts as one that works: it may stay as long as its browser. */
const patience = 1500

/** No shell sees the address. @returns false where nothing could be started, or it said at once that it failed. */
export async function openPage(
  url: string,
  platform: NodeJS.Platform,
  start: typeof spawn = spawn,
): Promise<boolean> {
  const [program, ...args] = openers[platform] ?? ['xdg-open']
  // What ends this program is not for the browser.
  const child = start(program, [...args, url], { stdio: 'ignore', detached: true })
  child.unref()
  const ended = once(child, 'exit').then(
    ([code]) => code === 0,
    // There is no such program.
    () => false,
  )
  return Promise.race([ended, sleep(patience, true, { ref: false })])
}
