import type { ListedObject } from '../s3/object-store.ts'
import { compareKeys } from './key-order.ts'

/** Characters of a key that are counted with; with 64 different ones their number still is exact. */
const most = 8

/** Of them, how many stand before the place where keys differ: what is counted carries over into them. */
const context = 4

/**
 * A text so far after `base` that about as many keys lie between as between two keys that were listed: for names that
 * are numbers, dates, hashes and the like, whose characters count up. It need not be a key. To be wrong costs a request,
 * and nothing else.
 *
 * Where the two keys begin to differ, the characters are the digits of a number, in the order of those that the page
 * has there; the distance of the two is added to that of `base`.
 *
 * @param page keys listed last.
 * @param share less than 1 for a part of that distance.
 * @returns null where nothing can be said: what counts up is not ASCII, has come to its end, or is not in `base`.
 */
export function guessBorder(
  [from, to]: readonly [string, string],
  page: readonly ListedObject[],
  base: string,
  share = 1,
): string | null {
  const differ = firstDifference(from, to)
  const alphabet = alphabetOf([from, to, ...page.map(({ key }) => key)], differ)
  if (alphabet === null) return null
  let start = differ
  while (start > Math.max(0, differ - context) && alphabet.includes(to.charAt(start - 1))) start--
  // It may be in another folder, where names are made alike.
  for (let at = start; at <= differ; at++) if (!alphabet.includes(base.charAt(at) || ' ')) return null
  const distance = numberOf(to, start, alphabet) - numberOf(from, start, alphabet)
  const step = Math.ceil(distance * share)
  const sum = numberOf(base, start, alphabet) + step
  if (step <= 0 || sum >= alphabet.length ** most) return null
  const border = base.slice(0, start) + textOf(sum, alphabet)
  return compareKeys(border, base) > 0 ? border : null
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}

/**
 * The characters that some keys have at the first place where they differ, and at those of the next where they differ
 * too, in their order; null where they can't be counted with.
 */
function alphabetOf(keys: readonly string[], from: number): string | null {
  const found = new Set<string>()
  for (let at = from; at < from + most - context; at++) {
    const here = new Set(keys.map((key) => key.charAt(at)))
    if (here.size > 1) for (const char of here) found.add(char)
  }
  found.delete('')
  const isPlain = [...found].every((char) => char >= '!' && char <= '~')
  return isPlain && found.size >= 2 && found.size <= 64 ? [...found].sort(compareKeys).join('') : null
}

function numberOf(text: string, from: number, alphabet: string): number {
  let number = 0
  for (let at = from; at < from + most; at++) {
    const char = text.charAt(at)
    // One that is not among them counts as the last before it; the end of the text as the first of all.
    let digit = 0
    while (digit + 1 < alphabet.length && alphabet.charAt(digit + 1) <= char) digit++
    number = number * alphabet.length + digit
  }
  return number
}

function textOf(number: number, alphabet: string): string {
  let text = ''
  for (let rest = number, i = 0; i < most; i++, rest = Math.floor(rest / alphabet.length))
    text = alphabet.charAt(rest % alphabet.length) + text
  return text
}
