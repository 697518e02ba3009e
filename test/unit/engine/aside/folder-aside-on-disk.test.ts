import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { FolderAside } from '../../../../main/engine/aside/folder-aside.ts'
import type { FileToKeep } from '../../../../main/engine/aside/file-aside.ts'
import { TrashAside } from '../../../../main/engine/aside/trash-aside.ts'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'

const never = new AbortController().signal
const world = {
  fs: createNodeFs(() => performance.now()),
  platform: 'posix',
  clock: new FakeClock(),
} as const

/** A disk of its own, in the memory of the machine. */
const otherDisk = '/dev/shm'
const hasOther = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(tmpdir()).dev

function folderIn(parent: string): string {
  const folder = realpathSync(mkdtempSync(join(parent, 'sluice-aside-')))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

let place = ''
let file: FileToKeep

beforeEach(() => {
  place = folderIn(tmpdir())
  const path = join(place, 'f')
  writeFileSync(path, 'content')
  chmodSync(path, 0o751)
  utimesSync(path, 1e9, 1_234_567_890.123)
  file = { key: 'd/f', seq: 1, path, workPath: path, mayMove: true }
})

const look = (path: string) => {
  const { mode, mtimeMs, ino } = lstatSync(path)
  return { mode, mtimeMs, ino }
}

it('on its own disk a file is kept as the same file', async () => {
  const { kept, moved } = await new FolderAside(world, join(place, 'kept'), 'r').keep(file, never)
  expect(kept.path).toBe(join(place, 'kept/r/d/f'))
  expect(moved).toBe(false)
  expect(look(kept.path)).toEqual(look(file.path))
})

it('nothing is put behind a link that somebody has put into the place', async () => {
  const outside = folderIn(tmpdir())
  mkdirSync(join(place, 'kept/r'), { recursive: true })
  symlinkSync(outside, join(place, 'kept/r/d'))
  const aside = new FolderAside(world, join(place, 'kept'), 'r')
  await expect(aside.keep(file, never)).rejects.toMatchObject({ code: 'through-link' })
  expect(readdirSync(outside)).toEqual([])
  expect(existsSync(file.path)).toBe(true)
})

describe('with another disk', () => {
  beforeEach(({ skip }) => {
    if (!hasOther) skip('there is no other disk at /dev/shm')
  })

  it('a file is copied to it, with its mode and time', async () => {
    const { kept } = await new FolderAside(world, folderIn(otherDisk), 'r').keep(file, never)
    expect(readFileSync(kept.path, 'utf8')).toBe('content')
    const { mode, mtimeMs } = look(file.path)
    expect(look(kept.path)).toMatchObject({ mode })
    expect(look(kept.path).mtimeMs).toBeCloseTo(mtimeMs, 2)
    expect(kept.modified).toBe(look(kept.path).mtimeMs)
  })

  it('its own files go to a trash at its top', async () => {
    const uid = 4_000_000_000 + Math.floor(Math.random() * 1e6)
    const trash = join(otherDisk, `.Trash-${String(uid)}`)
    onTestFinished(() => {
      rmSync(trash, { recursive: true })
    })
    const path = join(folderIn(otherDisk), 'g h')
    writeFileSync(path, 'there')
    const fs = { ...world.fs, lstat: async (of: string) => ({ ...(await world.fs.lstat(of)), owner: uid }) }
    const home = { folder: join(place, 'Trash'), uid }
    const aside = new TrashAside({ ...world, fs }, home, { runId: 'r', root: place })
    const { kept } = await aside.keep({ ...file, path, workPath: path }, never)
    expect(kept.path).toBe(join(trash, 'files/g h'))
    expect(look(kept.path)).toEqual(look(path))
    expect(readFileSync(join(trash, 'info/g h.trashinfo'), 'utf8')).toMatch(/^Path=sluice-aside-\w+\/g%20h$/m)
    expect(statSync(trash).mode & 0o777).toBe(0o700)
  })
})
