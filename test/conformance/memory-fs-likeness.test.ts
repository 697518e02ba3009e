import fc from 'fast-check'
import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../main/engine/local/file-system.ts'
import { createNodeFs } from '../../main/engine/local/node-fs.ts'
import { codeOf } from '../fakes/fs-error.ts'
import { MemoryFs } from '../fakes/memory-fs.ts'
import { plant } from '../fakes/memory-tree.ts'

/**
 * The disk in memory does what Linux does: the same random operations on both give the same results, or the same
 * error codes. The names are few, so that they collide.
 */

/** A path below the root: `a/../b/`. */
const path = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'a', 'b', 'c', 'link', 'new', '..', '.'), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom('', '', '', '/'),
  )
  .map(([names, end]) => names.join('/') + end)
  // Nothing climbs out of the root.
  .filter((text) => !/^(\.\/)*\.\./.test(text) && !/(^|\/)\.\.\/.*\.\./.test(text))

/** What there is at the start. */
const before: readonly Operation[] = [
  { does: 'makeFolder', path: 'a/b' },
  { does: 'makeFolder', path: 'c' },
  { does: 'write', path: 'a/a' },
  { does: 'write', path: 'a/b/c' },
  { does: 'write', path: 'b' },
  { does: 'link', path: 'link', to: 'a/b' },
]

type Operation = { readonly does: string; readonly to?: string; readonly path: string }

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('makeFolder'), path }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('write'), path }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('rename'), path, to: path }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('secondName'), path, to: path }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('unlink'), path }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('link'), path: fc.constant('link'), to: path }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom('readFolder', 'stat', 'lstat', 'realpath', 'read', 'checkReadable', 'hold'),
      path,
    }),
  },
)

async function perform(
  fs: FileSystem,
  root: string,
  link: (target: string) => void | Promise<void>,
  { does, path, to = '' }: Operation,
): Promise<unknown> {
  const at = `${root}/${path}`
  switch (does) {
    case 'makeFolder':
      return fs.makeFolder(at)
    case 'write': {
      const file = await fs.create(at)
      await file.write(Buffer.from(path), 0)
      return file.close()
    }
    case 'rename':
      return fs.rename(at, `${root}/${to}`)
    case 'secondName':
      return fs.link(at, `${root}/${to}`)
    case 'unlink':
      return fs.unlink(at)
    case 'link':
      return (await fs.lstat(at).catch(codeOf)) === 'ENOENT' ? link(to) : 'taken'
    case 'readFolder':
      return (await fs.readFolder(at)).map(({ name, kind }) => `${String(name)} ${kind}`).sort()
    case 'stat':
    case 'lstat': {
      const { kind, size } = await fs[does](at)
      return kind === 'file' ? { kind, size } : { kind }
    }
    case 'realpath':
      return (await fs.realpath(at)).replace(root, '')
    case 'checkReadable':
      return fs.checkReadable(at, 'file')
    case 'hold': {
      const held = await fs.openFolder?.(at)
      await fs.makeFolder(`${held?.path ?? ''}/held`)
      return held?.close()
    }
    default: {
      const file = await fs.openToRead(at)
      try {
        const into = new Uint8Array(100)
        return Buffer.from(into.subarray(0, await file.read(into, 0))).toString()
      } finally {
        await file.close()
      }
    }
  }
}

/** What came of an operation: its value, or the code it failed with. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => value ?? 'done',
    (error: unknown) => codeOf(error) ?? error,
  )
}

describe('the disk in memory', () => {
  it('does what the disk of this machine does', async ({ skip }) => {
    if (process.platform !== 'linux') skip('it is likened to Linux')
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
        const root = await realpath(await mkdtemp(join(tmpdir(), 'sluice-likeness-')))
        try {
          const disk = createNodeFs(() => performance.now())
          const memory = new MemoryFs()
          await memory.makeFolder(root)
          for (const step of [...before, ...operations]) {
            const target = (to: string) => (to.endsWith('/') ? `${root}/${to}` : to)
            const real = await outcome(perform(disk, root, (to) => symlink(target(to), `${root}/link`), step))
            const faked = await outcome(
              perform(memory, root, (to) => void plant(memory, `${root}/link`, { link: target(to) }), step),
            )
            expect(faked, JSON.stringify(step)).toEqual(real)
          }
          expect(memory.openFiles).toBe(0)
        } finally {
          await rm(root, { recursive: true })
        }
      }),
      { numRuns: 300 },
    )
  })
})
