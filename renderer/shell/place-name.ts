import type { Place } from '../../shared/bridge/places.ts'
import { escapeName } from '../../shared/formats.ts'

/** A place by the last part of its path, made safe to show. */
export const placeName = (place: Place): string => escapeName(place.crumbs.at(-1)?.name ?? place.text)
