import { expect, test } from 'vitest'
import { mountOf } from '../../../../main/engine/local/mount-point.ts'
import type { MemoryFs } from '../../../fakes/memory-fs.ts'
import { plant, uproot } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'

function disk(): MemoryFs {
  const { fs } = createMemoryWorld()
  plant(fs, '/mnt/usb', { folder: true, dev: 7 })
  plant(fs, '/mnt/usb/photos/2026', { folder: true })
  plant(fs, '/home/ada/link', { link: '/mnt/usb/photos' })
  return fs
}

test.each([
  ['/mnt/usb', '/mnt/usb'],
  ['/mnt/usb/photos/2026', '/mnt/usb'],
  ['/home/ada/link', '/mnt/usb'],
  ['/mnt/usb/not/there/yet', '/mnt/usb'],
  ['/mnt', '/'],
  ['/not/there', '/'],
])('%s is on what is mounted at %s', async (folder, point) => {
  expect(await mountOf(disk(), folder)).toEqual({ point, dev: point === '/' ? expect.any(Number) : 7 })
})

test('what is mounted when it is first used is mounted to be looked at', async () => {
  const fs = disk()
  fs.before = (_, path) => {
    if (!path.startsWith('/mnt/usb/')) return
    fs.before = undefined
    uproot(fs, '/mnt/usb')
    plant(fs, '/mnt/usb', { folder: true, dev: 8 })
  }
  expect(await mountOf(fs, '/mnt/usb')).toEqual({ point: '/mnt/usb', dev: 8 })
})

test('where that can not be told there is none', async () => {
  const fs = disk()
  const refuse = (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
  expect(await mountOf({ stat: refuse, realpath: (path) => fs.realpath(path) }, '/mnt/usb')).toBeNull()
})
