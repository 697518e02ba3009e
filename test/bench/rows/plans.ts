import { rm } from 'node:fs/promises'
import path from 'node:path'
import { nothingToClear, tools } from '../row.ts'
import type { Row } from '../row.ts'
import { startLister } from '../servers/lister-process.ts'
import { writeListed } from '../trees.ts'
import { whyPlanVoid } from '../void-rule.ts'

interface Plan extends Pick<Row, 'id' | 'title' | 'fewer'> {
  readonly keys: number
  readonly from: 'bucket' | 'folder'
}

/** A dry run of a sync with nothing to do. */
const plan = ({ keys: wholeKeys, from, ...row }: Plan): Row => ({
  ...{ ...row, objects: wholeKeys, kinds: tools },
  async open(stage) {
    const keys = stage.quick ? wholeKeys / 10 : wholeKeys
    const lister = await startLister(keys)
    const folder = path.join(stage.folder, row.id)
    if (from === 'folder') {
      stage.say(`${row.id}: writing ${keys.toLocaleString('en')} files`)
      writeListed(folder, keys)
    }
    const least = Math.ceil(keys / 1000) * (from === 'bucket' ? 2 : 1)
    return {
      async attempt(contestant) {
        const before = await lister.pages()
        const { endpoint } = lister
        const line = contestant.sync({
          from: from === 'bucket' ? { bucket: 'one', prefix: '' } : { folder },
          to: { bucket: 'two', prefix: '' },
          endpoint,
          dryRun: true,
        })
        return {
          command: { line, env: await stage.env(contestant, endpoint), cwd: stage.folder },
          verdict: async ({ exit, output }) =>
            whyPlanVoid(exit, contestant.planned.test(output), (await lister.pages()) - before, least),
          clear: nothingToClear,
        }
      },
      async close() {
        await lister.close()
        if (from === 'folder') await rm(folder, { recursive: true })
      },
    }
  },
})

export const plans: readonly Row[] = [
  {
    id: 'B5',
    title: 'plan 200,000 × 200,000 keys, nothing to do',
    keys: 200_000,
    from: 'bucket',
    fewer: 3,
  } as const,
  {
    id: 'B6',
    title: 'plan 1,000,000 × 1,000,000 keys, nothing to do',
    keys: 1_000_000,
    from: 'bucket',
    fewer: 1,
  } as const,
  {
    id: 'B6-local',
    title: 'plan 1,000,000 files against their own listing, nothing to do',
    keys: 1_000_000,
    from: 'folder',
    fewer: 1,
  } as const,
].map(plan)
