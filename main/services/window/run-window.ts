import type { EventName, EventValue } from '../../../shared/bridge/events.ts'
import type { Port } from '../../../shared/bridge/messages.ts'
import type { Leave, WindowHost } from '../../host/window-host.ts'
import { askForLink } from './ask-for-link.ts'
import { createEngineLine } from './engine-line.ts'
import { createLeave } from './leave.ts'
import { servePage } from './serve-page.ts'
import { createWindowAnswers } from './window-calls.ts'

/**
 * Runs the window's process: starts the engine's, shows the window, and joins the two until a person leaves. Then the
 * engine ends its runs as they were asked to end, and the host closes.
 *
 * @param version of Sluice, for people
 * @returns settles when the window is open.
 * @throws SluiceError where it can't be opened; the engine has been ended then.
 */
export async function runWindow(host: WindowHost, version: string): Promise<void> {
  const process = host.startEngine()
  /** Pages that have asked for their start, and so hear events. */
  const pages = new Set<Port>()
  /** Paths that came before there was a page to open them. */
  const paths: string[] = []
  let runs = 0
  /** How the window is being left, for pages that are loaded meanwhile too. */
  let left: Leave | null = null

  const tell = <Name extends EventName>(event: Name, value: EventValue<Name>): void => {
    for (const page of pages) page.post({ kind: 'event', event, value })
  }
  const engine = createEngineLine(
    process,
    (activity) => {
      runs = activity.runs
      host.showActivity(activity)
    },
    (ended) => {
      if (host.settings.read().notify) host.showEnded(ended)
    },
    (error) => {
      tell('engine.ended', { error })
    },
  )
  const close = createLeave({
    engine,
    isRunning: () => runs > 0,
    endEngine: () => {
      process.end()
    },
    close: () => host.close(),
  })
  const leave = (how: Leave): void => {
    left = left === 'stop' ? 'stop' : how
    tell('window.leaving', { how: left })
    close(how)
  }
  const answers = createWindowAnswers(host, version, leave, (asked) => askForLink(engine, asked))

  host.onTheme((dark) => {
    tell('window.themeChanged', { dark })
  })
  host.onCommand((command) => {
    tell('window.command', { command })
  })
  host.onOpenPath((path) => {
    if (pages.size === 0) paths.push(path)
    else tell('window.openPath', { path })
  })
  host.onLeave(leave)

  try {
    await host.openWindow((page) => {
      const end = servePage(page, engine, answers, () => {
        pages.add(page)
        if (engine.death !== null) tell('engine.ended', { error: engine.death })
        if (left !== null) tell('window.leaving', { how: left })
        for (const path of paths.splice(0)) tell('window.openPath', { path })
      })
      return () => {
        end()
        pages.delete(page)
      }
    })
  } catch (error) {
    process.end()
    throw error
  }
}
