import type { Fact } from '../../../shared/bridge/properties.ts'

/** One thing that is known. @param value a text, or milliseconds since 1970 */
export const knownFact = (name: string, value: string | number): Fact =>
  typeof value === 'number'
    ? { name, texts: [], time: value, error: null }
    : { name, texts: [value], error: null }
