import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openUndone } from '../../../../main/engine/past-run.ts'
import type { AsidePlace } from '../../../../shared/aside.ts'
import { local, setUpSync } from '../../../fakes/memory-sync.ts'
import { filesBelow } from '../../../fakes/memory-tree.ts'

const root = '/home/ada/site'

it.each<AsidePlace>([{ kind: 'folder', path: '/home/ada/kept' }, { kind: 'trash' }])(
  'a file that was put into $kind is found there and put back though the run was killed right after',
  async (aside) => {
    const trash = { folder: '/home/ada/.local/share/Trash', uid: 1000 }
    const { world, www, run, put, plant } = setUpSync({}, {}, { trash })
    const folder = mkdtempSync(join(tmpdir(), 'killed-'))
    onTestFinished(() => {
      rmSync(folder, { recursive: true })
    })
    const jobOf = (runId: string) => ({ runId, aside, storePath: join(folder, runId) })
    plant({ same: 'same', 'sub/gone': 'gone' })
    put('site/same', 'same')
    const killed = Promise.withResolvers<undefined>()
    world.fs.after = ({ op, path }) => {
      if (op !== 'unlink' || !path.endsWith('/gone')) return
      killed.resolve(undefined)
      return new Promise<never>(() => undefined)
    }
    void run(www, local, { delete: true, compare: 'size-only' }, { job: jobOf('killed') })
    await killed.promise
    world.fs.after = undefined
    const names = () => [...filesBelow(world.fs, root).keys()]
    expect(names()).toEqual(['same'])
    const { past, close } = openUndone({ runId: 'killed', storePath: join(folder, 'killed') }, world.clock)
    const report = await run(past, local, { delete: true }, { job: jobOf('undo') })
    close()
    // It says that the run was cut off.
    expect(report).toMatchObject({ exit: 2, transferred: { count: 1 }, refused: 0 })
    expect(names()).toEqual(['same', 'sub/gone'])
  },
)
