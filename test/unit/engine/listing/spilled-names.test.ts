import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SpilledNames } from '../../../../main/engine/listing/spilled-names.ts'
import { SluiceError } from '../../../../shared/errors.ts'

const named = (name: string) => ({ name, size: 1, modified: 2, changed: 3, dev: 4, ino: 5 })

function spilled(...names: string[]): SpilledNames {
  const all = new SpilledNames('/folder')
  for (const name of names) all.add(named(name))
  all.sort()
  return all
}

it('is read forward: a place that was passed is refused, and so is one that is not there', () => {
  const names = spilled('b', 'a')
  expect([names.nameAt(0), names.nameAt(0), names.nameAt(1)]).toEqual(['a', 'a', 'b'])
  expect(() => names.nameAt(0)).toThrow(RangeError)
  expect(() => names.nameAt(2)).toThrow(RangeError)
  names.close()
})

it('may be closed twice, and in the middle', () => {
  const names = spilled('b', 'a')
  names.nameAt(0)
  names.close()
  names.close()
})

it('says which folder can’t be sorted, and why, when the disk fails', () => {
  const names = spilled('a')
  names.close()
  const add = (): void => {
    names.add(named('b'))
  }
  expect(add).toThrow(SluiceError)
  expect(add).toThrow(/names in \/folder can't be sorted on disk/)
})

it('leaves no file and no descriptor behind', ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux tells the open files of a process (/proc)')
  const before = readdirSync('/proc/self/fd').length
  const names = new SpilledNames('/folder')
  for (let i = 0; i < 200_000; i++) names.add(named(`name ${String((i * 7919) % 200_000).padStart(30, '0')}`))
  names.sort()
  expect(names.nameAt(199_999)).toBe(`name ${'199999'.padStart(30, '0')}`)
  names.close()
  expect(readdirSync('/proc/self/fd')).toHaveLength(before)
})
