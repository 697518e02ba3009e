import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What opens an address in the browser that a person has chosen. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** No shell sees the address. @returns false where nothing could be started, or it said that it failed. */
export async function openPage(
  url: string,
  platform: NodeJS.Platform,
  start: typeof spawn = spawn,
): Promise<boolean> {
  const [program, ...args] = openers[platform] ?? ['xdg-open']
  const child = start(program, [...args, url], { stdio: 'ignore' })
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return code === 0
  } catch {
    // There is no such program.
    return false
  }
}
