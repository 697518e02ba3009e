import type { browseCalls } from '../../../shared/bridge/browse-calls.ts'
import type { Answers } from '../bridge/serve-calls.ts'
import type { Places } from '../places/places.ts'
import type { Browsing } from './browsing.ts'

/** What panes ask about their listings, answered. */
export function answerBrowsing(browsing: Browsing, places: Places): Answers<typeof browseCalls> {
  return {
    'browse.start': ({ token }) => browsing.start(token, places.locate(token)).status(),
    'browse.refresh': ({ viewId }) => browsing.refresh(viewId).status(),
    'browse.stop': ({ viewId }) => {
      const view = browsing.view(viewId)
      view.stop()
      return view.status()
    },
    'browse.close': ({ viewId }) => {
      browsing.close(viewId)
      return {}
    },
    'browse.page': ({ viewId, sort, filter, offset, limit }) =>
      browsing.view(viewId).page({ sort, filter }, offset, limit),
    'browse.find': ({ viewId, sort, filter, text, from }) => ({
      index: browsing.view(viewId).find({ sort, filter }, text, from),
    }),
    'browse.names': ({ viewId, filter, pattern, limit }) =>
      browsing.view(viewId).names(filter, pattern, limit),
    'browse.count': ({ viewId, names }) => {
      browsing.count(viewId, names)
      return {}
    },
    'browse.stopCounting': ({ viewId }) => {
      browsing.stopCounting(viewId)
      return {}
    },
    'browse.compare': ({ source, destination, options }) => {
      browsing.compare(source, destination, options)
      return {}
    },
  }
}
