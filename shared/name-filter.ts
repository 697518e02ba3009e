import { z } from 'zod'

/** Which of the names at a place are shown. It narrows the view alone: a sync takes what it takes. */
export const nameFilterSchema = z.strictObject({
  /** What a name has to match, as `nameMatcher` has it; empty for all. */
  text: z.string().max(200),
  /** Names that begin with a dot are shown too. */
  dotNames: z.boolean(),
})
export type NameFilter = z.infer<typeof nameFilterSchema>

export const everyName: NameFilter = { text: '', dotNames: true }

/** Whether a name is one that systems like to hide. */
export const isDotName = (name: string): boolean => name.startsWith('.')

/** Whether a filter shows a name. */
export function nameShown({ text, dotNames }: NameFilter): (name: string) => boolean {
  const matches = nameMatcher(text)
  return (name) => (dotNames || !isDotName(name)) && matches(name)
}

/**
 * Whether a name matches a text, in either case.
 *
 * | the text     | a name matches that                                                       |
 * |--------------|---------------------------------------------------------------------------|
 * | is empty     | is any                                                                    |
 * | has `*`, `?` | is as a whole like the text: `*` is any characters, `?` is one            |
 * | is any other | has the text in it                                                        |
 */
export function nameMatcher(text: string): (name: string) => boolean {
  const matches = foldedMatcher(text)
  return (name) => matches(foldName(name))
}

/** The same for names that are folded already: for many of them, again and again. */
export function foldedMatcher(text: string): (folded: string) => boolean {
  const wanted = foldName(text)
  if (wanted === '') return () => true
  if (!/[*?]/.test(wanted)) return (folded) => folded.includes(wanted)
  return (folded) => isLike(folded, wanted)
}

/** A name without regard to case: the same letters are the same text, whichever way a disk writes them. */
export const foldName = (text: string): string => text.toLowerCase().normalize('NFC')

/** Only the last star is ever tried again, so a name takes no longer than its length times that of the pattern. */
function isLike(name: string, pattern: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let afterStar = 0
  while (at < name.length) {
    const sign = pattern[inPattern]
    if (sign === '*') {
      star = inPattern++
      afterStar = at
    } else if (sign === '?') {
      at += lengthAt(name, at)
      inPattern++
    } else if (sign === name[at]) {
      at++
      inPattern++
    } else if (star >= 0) {
      afterStar += lengthAt(name, afterStar)
      at = afterStar
      inPattern = star + 1
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** Beyond the first plane, a character is two code units. */
const lengthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
