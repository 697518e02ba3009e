import { compareKeys } from '../listing/key-order.ts'
import { removeEmptyFolder } from '../local/remove-folder.ts'
import { toErrorData } from './internal-error.ts'
import type { RunContext } from './run-context.ts'
import { landingPath } from './transfer-row.ts'

const pageSize = 1000

/**
 * After a removal on this machine: the folders that its deletes have emptied go too, the innermost first, as whoever
 * deletes a folder expects. All of them are inside what was chosen. One that has something in it (left out, come since,
 * or kept for a reason that its row says) stays; and so does the folder that all of it is in. After an ordinary sync
 * emptied folders stay (DEL-8).
 */
export async function removeEmptied(context: RunContext): Promise<void> {
  const { source, destination, world } = context
  if (source.kind !== 'nothing' || destination.kind !== 'local') return
  const folders = await context.folders()
  for (const key of emptiedBy(context).sort(compareKeys).reverse()) {
    try {
      await removeEmptyFolder(folders, landingPath(context, destination, key))
    } catch (error) {
      world.log.write({ what: 'emptied-folder-stays', key, error: toErrorData(error, key) })
    }
  }
  await folders.sync()
}

/** Every folder that something deleted was in, without the root. */
function emptiedBy({ store }: RunContext): string[] {
  const found = new Set<string>()
  let seq = 0
  for (;;) {
    const rows = store.rowsAfter('delete', seq, pageSize)
    for (const { key, state } of rows) {
      if (state !== 'done') continue
      for (let slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
        found.add(key.slice(0, slash))
      }
    }
    if (rows.length < pageSize) return [...found]
    seq = rows.at(-1)?.seq ?? seq
  }
}
