import { listLocal } from '../../main/engine/listing/local-walk.ts'
import { statAsListed } from '../../main/engine/local/as-seen.ts'
import { explainFsError } from '../../main/engine/local/explain-fs-error.ts'
import type { FileSystem } from '../../main/engine/local/file-system.ts'
import { keyToPath } from '../../main/engine/local/key-to-path.ts'
import { removeFile } from '../../main/engine/local/remove-file.ts'
import { SafeFolders } from '../../main/engine/local/safe-folder.ts'
import { TempFile, tempName } from '../../main/engine/local/temp-file.ts'
import { SluiceError } from '../../shared/errors.ts'
import { codeOf } from '../fakes/fs-error.ts'
import type { StoreUnderTest } from './store-suite.ts'

/** A folder as a store: written, listed and removed from by the engine's own parts. */
export async function folderStore(
  fs: FileSystem,
  root: string,
  close: StoreUnderTest['close'],
): Promise<StoreUnderTest> {
  const folders = await SafeFolders.below(fs, root)
  const modified = Date.UTC(2025, 5, 1)
  let temps = 0

  return {
    close: async () => {
      await folders.sync()
      await close()
    },

    async put(key, bytes, signal) {
      signal.throwIfAborted()
      const name = tempName('conformance', temps++)
      const temp = await TempFile.create({ folders, path: pathOf(root, key), name, umask: 0o022 })
      await temp.write(bytes, 0)
      await temp.finish({ size: bytes.length, modified })
    },

    async read(key, signal) {
      signal.throwIfAborted()
      const path = pathOf(root, key)
      const file = await fs.openToRead(path).catch((error: unknown) => {
        throw explainFsError(error, path)
      })
      try {
        const { size } = await file.stat()
        const bytes = new Uint8Array(size)
        for (let at = 0; at < size;) at += await file.read(bytes.subarray(at), at)
        return bytes
      } finally {
        await file.close()
      }
    },

    list: (prefix, signal) =>
      listLocal(
        {
          fs,
          root: prefix === '' ? root : pathOf(root, prefix.slice(0, -1)),
          followLinks: true,
          asDestination: false,
          mayBeMissing: true,
          onProblem: (problem) => {
            throw new Error(`The listing found a problem: ${problem.path}: ${problem.message}`)
          },
          onUnknown: (key) => {
            throw new Error(`The listing does not know what is at ${key}.`)
          },
        },
        signal,
      ),

    async remove(keys, signal) {
      const results = []
      for (const key of keys) {
        signal.throwIfAborted()
        results.push({ key, error: await removeOne(fs, folders, pathOf(root, key)) })
      }
      return results
    },

    async stat(key, signal) {
      signal.throwIfAborted()
      return statOrNull(fs, pathOf(root, key))
    },
  }
}

function pathOf(root: string, key: string): string {
  const landing = keyToPath(root, key, 'posix')
  if (!landing.ok) throw new Error(`${JSON.stringify(key)} has no path: ${landing.why}`)
  return landing.path
}

async function removeOne(fs: FileSystem, folders: SafeFolders, path: string): Promise<SluiceError | null> {
  const seen = await statOrNull(fs, path)
  try {
    if (seen !== null) await removeFile(folders, path, seen)
    return null
  } catch (error) {
    if (error instanceof SluiceError) return error
    throw error
  }
}

async function statOrNull(fs: FileSystem, path: string): Promise<{ size: number; modified: number } | null> {
  try {
    return await statAsListed(fs, path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
