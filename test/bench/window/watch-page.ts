import type { Page } from '@playwright/test'
import { quantile } from '../medians.ts'

/** How smooth a page was while it was watched; milliseconds, but for the counts. */
export interface Smoothness {
  /** Tasks of more than 50 ms on its main thread. */
  readonly longTasks: number
  /** The longest of them; 0 where there was none. */
  readonly longestTask: number
  /** From one frame to the next: nineteen of twenty took at most this. */
  readonly frame: number
  readonly longestFrame: number
  /** From a key or a press of the mouse to the end of the next frame: nineteen of twenty took at most this. */
  readonly answer: number
  readonly longestAnswer: number
  /** CPU time of its main thread for each second. */
  readonly busy: number
}

interface Seen {
  readonly tasks: readonly number[]
  readonly frames: readonly number[]
  readonly answers: readonly number[]
}

/** In the page: a message comes after what the frame's callbacks have asked to be laid out and painted. */
const observe = `(() => {
  const seen = { tasks: [], frames: [], answers: [] }
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration)
  })
  tasks.observe({ entryTypes: ['longtask'] })
  let before = 0
  let frame = requestAnimationFrame(function next(now) {
    if (before > 0) seen.frames.push(now - before)
    before = now
    frame = requestAnimationFrame(next)
  })
  const onInput = ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        seen.answers.push(performance.now() - timeStamp)
      }
      port2.postMessage(null)
    })
  }
  for (const kind of ['keydown', 'mousedown']) addEventListener(kind, onInput, true)
  globalThis.endWatch = () => {
    tasks.disconnect()
    cancelAnimationFrame(frame)
    for (const kind of ['keydown', 'mousedown']) removeEventListener(kind, onInput, true)
    return seen
  }
})()`

/** Watches a page while something is done. */
export async function watchPage(page: Page, act: () => Promise<void>): Promise<Smoothness> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpu = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  const [began, before] = [performance.now(), await cpu()]
  await page.evaluate(observe)
  await act()
  const { tasks, frames, answers } = await page.evaluate<Seen>('endWatch()')
  const busy = ((await cpu()) - before) / ((performance.now() - began) / 1000)
  await session.detach()
  return {
    longTasks: tasks.length,
    longestTask: Math.max(0, ...tasks),
    frame: quantile(frames, 0.95),
    longestFrame: Math.max(0, ...frames),
    answer: quantile(answers, 0.95),
    longestAnswer: Math.max(0, ...answers),
    busy,
  }
}
