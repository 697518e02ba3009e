import { expect, test } from 'vitest'
import { foldName } from '../../../../main/engine/local/fold-name.ts'
import type { Platform } from '../../../../main/engine/local/key-to-path.ts'

const everywhere: readonly Platform[] = ['posix', 'win32', 'darwin']

test.each<[string, string, readonly Platform[]]>([
  ['a/B', 'A/b', everywhere],
  ['É', 'é', everywhere],
  ['ΜΆΪΟΣ', 'μάϊος', everywhere],
  ['\u00e9', 'e\u0301', ['darwin']],
  ['\u00c9', 'e\u0301', ['darwin']],
  ['한', '\u1112\u1161\u11ab', ['darwin']],
  ['\u00e9', 'e', []],
  ['a', 'b', []],
  ['a/b', 'a\\b', []],
])('%j and %j are one name on %j, and two elsewhere', (a, b, alike) => {
  const found = everywhere.filter((platform) => foldName(a, platform) === foldName(b, platform))
  expect(found).toEqual(alike)
})
