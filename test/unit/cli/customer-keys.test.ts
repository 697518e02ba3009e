import { expect, it } from 'vitest'
import { readKeys } from '../../../main/cli/customer-keys.ts'
import type { TypedKey } from '../../../main/cli/flag.ts'
import { plantTree } from '../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../fakes/memory-world.ts'

const key = 'k'.repeat(32)
const here = { cwd: '/home', platform: 'linux' } as const

function read(sseC: TypedKey, sseCCopySource: TypedKey = {}, isCopy = true) {
  const { fs } = createMemoryWorld()
  plantTree(fs, '/home', { key, short: 'k' })
  return readKeys({ sseC, sseCCopySource }, isCopy, here, fs)
}

it.each(['fileb://key', 'fileb:///home/key', 'file://key', key])('%s is a key', async (text) => {
  const { object } = await read({ algorithm: 'AES256', key: text })
  expect(Buffer.from(object?.bytes ?? []).toString()).toBe(key)
})

it.each<[string, TypedKey, TypedKey, boolean]>([
  ['a key without its algorithm', { key }, {}, true],
  ['an algorithm without its key', { algorithm: 'AES256' }, {}, true],
  ['a source key where nothing is copied', {}, { algorithm: 'AES256', key }, false],
  ['a key that is too short', { algorithm: 'AES256', key: 'fileb://short' }, {}, true],
  ['a key that is not there', { algorithm: 'AES256', key: 'fileb://none' }, {}, true],
])('%s is refused, and no key is told', async (_case, sseC, ofSource, isCopy) => {
  const refused = await read(sseC, ofSource, isCopy).then(
    () => null,
    (error: unknown) => error,
  )
  expect(refused).toMatchObject({ code: 'usage', advice: expect.any(String) as string })
  expect(JSON.stringify(refused)).not.toContain(key)
})

it('without a key there is none', async () => {
  expect(await read({})).toEqual({})
})
