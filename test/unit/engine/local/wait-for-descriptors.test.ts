import { describe, expect, it } from 'vitest'
import { waitForDescriptors } from '../../../../main/engine/local/wait-for-descriptors.ts'
import { FakeClock } from '../../../fakes/fake-clock.ts'
import { fsError } from '../../../fakes/fs-error.ts'
import { MemoryFs, type FsOp } from '../../../fakes/memory-fs.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'

/** A disk with one file, on a machine that has no descriptor to spare as often as it is told. */
function fullMachine(times: number, code: 'EMFILE' | 'EACCES' = 'EMFILE') {
  const disk = new MemoryFs()
  plantTree(disk, '/r', { a: { file: 'text' } })
  const failing = new Set<FsOp>()
  let left = times
  disk.before = (op, path) => {
    if (failing.has(op) && left-- > 0) throw fsError(code, { op, path })
  }
  const clock = new FakeClock()
  let asked = 0
  const stop = new AbortController()
  const count = (): void => {
    asked++
  }
  const fs = waitForDescriptors(disk, clock, count, () => stop.signal)
  return { fs, clock, failing, stop, asked: () => asked }
}

const opening = ['readFolder', 'openToRead', 'create', 'reopen', 'openFolder', 'syncFolder'] as const

describe.each(opening)('%s', (name) => {
  const path = name === 'create' ? '/r/new' : name === 'openToRead' || name === 'reopen' ? '/r/a' : '/r'

  it('waits until there is a descriptor, and says so each time', async () => {
    const { fs, clock, failing, asked } = fullMachine(3)
    failing.add(name)
    const opened = fs[name]?.(path)
    await clock.advance(400)
    await expect(opened).resolves.not.toThrow()
    expect(asked()).toBe(3)
  })

  it('fails in the end', async () => {
    const { fs, clock, failing } = fullMachine(1000)
    failing.add(name)
    const opened = Promise.resolve(fs[name]?.(path)).catch((error: unknown) => error)
    await clock.advance(30_000)
    expect(await opened).toMatchObject({ code: 'EMFILE' })
  })

  it('waits no longer once the run is stopped', async () => {
    const { fs, clock, failing, stop, asked } = fullMachine(1000)
    failing.add(name)
    const before = Promise.resolve(fs[name]?.(path)).catch((error: unknown) => error)
    await clock.advance(50)
    stop.abort(new Error('Stopped.'))
    await clock.advance(0)
    expect(await before).toMatchObject({ code: 'EMFILE' })
    await expect(fs[name]?.(path)).rejects.toMatchObject({ code: 'EMFILE' })
    expect(asked()).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('fails at once for any other reason', async () => {
    const { fs, failing, asked } = fullMachine(1, 'EACCES')
    failing.add(name)
    await expect(fs[name]?.(path)).rejects.toMatchObject({ code: 'EACCES' })
    expect(asked()).toBe(0)
  })
})

it('a system that can’t hold folders open has no way to here either', () => {
  const disk = new MemoryFs({ openFolders: false })
  const fs = waitForDescriptors(
    disk,
    new FakeClock(),
    () => undefined,
    () => AbortSignal.any([]),
  )
  expect(fs.openFolder).toBeUndefined()
})

describe('a folder that is read some names at a time', () => {
  /** Names of a disk whose first tries to open a folder fail. */
  function streaming(times: number) {
    let left = times
    const clock = new FakeClock()
    const disk = Object.assign(new MemoryFs(), {
      streamFolder: async function* (path: string) {
        if (left-- > 0) throw fsError('EMFILE', { op: 'readFolder', path })
        for (const name of ['a', 'b']) yield [{ name, bytes: Buffer.from(name), kind: 'file' as const }]
      },
    })
    const fs = waitForDescriptors(
      disk,
      clock,
      () => undefined,
      () => AbortSignal.any([]),
    )
    const names = async (): Promise<string[]> => {
      const seen: string[] = []
      for await (const some of fs.streamFolder?.('/r') ?? [])
        seen.push(...some.map(({ name }) => String(name)))
      return seen
    }
    return { clock, names }
  }

  it('is read from its start when there is a descriptor, and never taken for empty', async () => {
    const { clock, names } = streaming(2)
    const seen = names()
    await clock.advance(1000)
    expect(await seen).toEqual(['a', 'b'])
  })

  it('fails in the end', async () => {
    const { clock, names } = streaming(1000)
    const seen = names().catch((error: unknown) => error)
    await clock.advance(30_000)
    expect(await seen).toMatchObject({ code: 'EMFILE' })
  })
})
