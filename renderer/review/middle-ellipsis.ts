/**
 * A path cut in its middle to at most so many characters: what matters of it is where it begins and how it ends. Whole
 * characters are cut, never half a pair.
 */
export function middleEllipsis(path: string, most: number): string {
  const characters = Array.from(path)
  if (characters.length <= most) return path
  const tail = Math.ceil((most - 1) * 0.6)
  return `${characters.slice(0, most - 1 - tail).join('')}…${characters.slice(-tail).join('')}`
}
