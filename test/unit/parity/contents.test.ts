import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadCases } from '../../parity/case.ts'
import { contentsOfEntry, contentsOfSeed } from '../../parity/contents.ts'

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')

test('contents are the hashes of the numbered seed, each repeated 64 times, cut to size', () => {
  const hash = (i: number) => createHash('sha256').update(`s/${i}`).digest()
  const bytes = contentsOfSeed('s', 64 * 32 + 5)
  expect(bytes.length).toBe(2053)
  expect(bytes.subarray(0, 64)).toEqual(Buffer.concat([hash(0), hash(0)]))
  expect(bytes.subarray(64 * 32)).toEqual(hash(1).subarray(0, 5))
  expect(contentsOfSeed('s', 0).length).toBe(0)
})

test.each(['UP-001', 'CP-025', 'PR-008'])('the recorded MD5s of %s come out', (id) => {
  const { sourceTree, expected } = loadCases().find((each) => each.id === id) ?? { sourceTree: [] }
  const made = sourceTree.map((entry) => md5(contentsOfEntry('src', entry)))
  expect(made).toEqual(Object.values(expected?.finalDestination ?? {}).map((each) => each.md5))
  expect(made).not.toEqual([])
})
