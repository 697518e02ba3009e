import type { BrowseEntry, BrowseSort, BrowseStatus, Connection, Place } from '../../shared/bridge/places.ts'
import { SluiceError, type ErrorData } from '../../shared/errors.ts'
import { everyName, nameMatcher, nameShown, type NameFilter } from '../../shared/name-filter.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import type { Answers } from './fake-bridge.ts'

/** A place by its text: `/home/ada` is local, `s3://bucket/prefix/` is not. Its token is `connection text`. */
export function placeAt(connectionId: string, text: string): Place {
  const local = !text.startsWith('s3://')
  const start = local ? '/' : 's3://'
  const parts = text
    .slice(start.length)
    .split('/')
    .filter((part) => part !== '')
  const textOf = (count: number): string =>
    local
      ? `/${parts.slice(0, count).join('/')}`
      : `s3://${parts
          .slice(0, count)
          .map((part) => `${part}/`)
          .join('')}`
  const tokenOf = (count: number): string => `${connectionId} ${textOf(count)}`
  return {
    token: tokenOf(parts.length),
    connectionId,
    kind: local ? 'local' : parts.length === 0 ? 'buckets' : 's3',
    text: textOf(parts.length),
    crumbs: ['', ...parts].map((name, index) => ({
      name: index === 0 ? start : name,
      token: tokenOf(index),
    })),
  }
}

export const entry = (name: string, changes: Partial<BrowseEntry> = {}): BrowseEntry => ({
  name,
  kind: name.endsWith('/') ? 'folder' : 'file',
  size: 10,
  modified: 0,
  storageClass: '',
  mark: null,
  counted: null,
  problem: null,
  ...changes,
})

/** A folder; it has no size. */
export const folder = (name: string): BrowseEntry => entry(name, { kind: 'folder', size: null })

export const connections: readonly Connection[] = [
  {
    id: 'local',
    kind: 'local',
    label: 'This computer',
    detail: '',
    keyTail: null,
    signIn: null,
    problem: null,
  },
  {
    id: 'practice',
    kind: 'practice',
    label: 'Practice',
    detail: '',
    keyTail: null,
    signIn: null,
    problem: null,
  },
]

interface View {
  readonly viewId: string
  readonly text: string
  revision: number
}

/**
 * Answers of a world of listings, by the text of their places; a place without one can't be listed. Sorting turns the
 * order around when it is descending, and is otherwise left to the test.
 */
export function answerPlaces(
  listings: Map<string, BrowseEntry[]>,
  settings: Partial<Settings> = {},
): Answers {
  const views = new Map<string, View>()
  let lastView = 0
  const placeOf = (token: string): Place => {
    const space = token.indexOf(' ')
    return placeAt(token.slice(0, space), token.slice(space + 1))
  }
  const viewOf = (viewId: string): View => {
    const view = views.get(viewId)
    if (view === undefined) throw new SluiceError({ code: 'usage', message: 'This listing is closed.' })
    return view
  }
  const entriesOf = (viewId: string, sort: BrowseSort, filter: NameFilter = everyName): BrowseEntry[] => {
    const isShown = nameShown(filter)
    const entries = (listings.get(viewOf(viewId).text) ?? []).filter(({ name }) => isShown(name))
    return sort.descending ? entries.toReversed() : entries
  }
  const statusOf = (view: View): BrowseStatus => {
    const entries = listings.get(view.text) ?? []
    return {
      viewId: view.viewId,
      revision: view.revision,
      count: entries.length,
      bytes: bytesOf(entries),
      complete: true,
      stopped: false,
      old: false,
      counting: null,
      error: null,
    }
  }
  const all = { ...defaultSettings, ...settings }
  return {
    'window.start': () => ({
      version: '0',
      host: { kind: 'chromium', name: 'Chromium', platform: 'linux', choosesFolders: false },
      settings: all,
    }),
    'window.changeSettings': (changes) => ({ ...all, ...changes }) as Settings,
    'app.open': () => ({
      left: placeAt('local', '/site'),
      right: placeAt('practice', 's3://www/site/'),
      firstStart: true,
      plan: null,
      jobs: [],
    }),
    'app.practicePair': () => ({
      left: placeAt('local', '/site'),
      right: placeAt('practice', 's3://www/site/'),
    }),
    'runs.arrange': () => ({}),
    'connections.list': () => ({ connections: [...connections] }),
    'places.open': ({ connectionId, text }) => placeAt(connectionId, text === '~' ? '/home' : text),
    'places.at': ({ token }) => placeOf(token),
    'places.child': ({ token, name }) => {
      const { connectionId, text } = placeOf(token)
      return placeAt(connectionId, text.endsWith('/') ? `${text}${name}` : `${text}/${name}`)
    },
    'browse.start': ({ token }) => {
      const { text } = placeOf(token)
      if (!listings.has(text)) throw new SluiceError(gone(text))
      const view = { viewId: `view-${++lastView}`, text, revision: 1 }
      views.set(view.viewId, view)
      return statusOf(view)
    },
    'browse.refresh': ({ viewId }) => {
      const view = viewOf(viewId)
      view.revision += 2
      return { ...statusOf(view), revision: view.revision - 1, complete: false }
    },
    'browse.close': ({ viewId }) => {
      views.delete(viewId)
      return {}
    },
    'browse.page': ({ viewId, sort, filter, offset, limit }) => {
      const entries = entriesOf(viewId, sort, filter)
      const withDots = entriesOf(viewId, sort, { ...filter, dotNames: true })
      return {
        revision: viewOf(viewId).revision,
        total: entries.length,
        bytes: bytesOf(entries),
        hidden: withDots.length - entries.length,
        entries: entries.slice(offset, offset + limit),
      }
    },
    'browse.find': ({ viewId, sort, filter, text, from }) => {
      const entries = entriesOf(viewId, sort, filter)
      const places = entries.map((_, step) => (from + step) % entries.length)
      return { index: places.find((place) => entries[place]?.name.startsWith(text)) ?? null }
    },
    'browse.names': ({ viewId, filter, pattern, limit }) => {
      const matches = nameMatcher(pattern)
      const found = entriesOf(viewId, { by: 'name', descending: false }, filter).filter(({ name }) =>
        matches(name),
      )
      const names = found.slice(0, limit).map(({ name, size }) => ({ name, size: size ?? 0 }))
      return { total: found.length, names }
    },
    'browse.count': () => ({}),
    'browse.stopCounting': () => ({}),
    'browse.stop': ({ viewId }) => statusOf(viewOf(viewId)),
    'browse.compare': () => ({}),
  }
}

const bytesOf = (entries: readonly BrowseEntry[]): number =>
  entries.reduce((sum, { size }) => sum + (size ?? 0), 0)

const gone = (text: string): ErrorData => ({
  code: 'source-missing',
  message: `There is no folder ${text}.`,
  subject: text,
})
