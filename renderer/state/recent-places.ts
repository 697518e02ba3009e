import type { Place } from '../../shared/bridge/places.ts'
import type { RememberedPlace } from '../../shared/settings.ts'

/** As many are kept as the settings have room for. */
const most = 12

const isSame = (a: RememberedPlace, b: RememberedPlace): boolean =>
  a.connectionId === b.connectionId && a.text === b.text

/** With a place that is looked at now: the last one first, each once. The same list where nothing changes. */
export function withRecent(
  recent: readonly RememberedPlace[],
  place: RememberedPlace,
): readonly RememberedPlace[] {
  const [first] = recent
  if (first !== undefined && isSame(first, place)) return recent
  return [place, ...recent.filter((one) => !isSame(one, place))].slice(0, most)
}

/** Those that are not on the screen, and whose connection is still there. */
export function recentElsewhere(
  recent: readonly RememberedPlace[],
  shown: readonly (RememberedPlace | null)[],
  connectionIds: readonly string[],
): readonly RememberedPlace[] {
  return recent.filter(
    (place) =>
      connectionIds.includes(place.connectionId) && !shown.some((one) => one !== null && isSame(one, place)),
  )
}

/** A place to open at the next start; null for one of this session's keys, which can't be. */
export function remembered(place: Place | null): RememberedPlace | null {
  if (place === null || place.connectionId.startsWith('session:')) return null
  return { connectionId: place.connectionId, text: place.text }
}
