/**
 * The order of keys everywhere: bytewise by their UTF-8, which is what S3 lists in (LST-4). JavaScript's own `<` goes
 * by UTF-16 units and puts U+1F600 before U+FF5E, where S3 has it after.
 *
 * The two orders differ only where a surrogate meets a unit of U+E000 or above, so the first differing unit decides
 * once surrogates are lifted over those. A lone surrogate, which no UTF-8 has, sorts above all other units: the order
 * is total for every string.
 *
 * @returns below 0, 0 or above 0, as `Array.sort` wants it.
 */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return x < 0xd800 || y < 0xd800 ? x - y : rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Of units from U+D800: surrogates (D800 to DFFF) after the rest (E000 to FFFF). */
const rank = (unit: number): number => (unit < 0xe000 ? unit + 0x2000 : unit - 0x800)
