import type { FolderCount } from '../../../shared/bridge/places.ts'
import { formatBytes, formatCounted } from '../../../shared/formats.ts'

/**
 * What is in a folder, in few letters: for its column of sizes.
 *
 * | the count          | says                  |
 * |--------------------|-----------------------|
 * | waits              | `waiting`             |
 * | goes on            | `4.2 MiB …`           |
 * | is done            | `4.2 MiB`             |
 * | was stopped, failed| `over 4.2 MiB`        |
 */
export function shortCount({ state, bytes }: FolderCount): string {
  const size = formatBytes(bytes)
  switch (state) {
    case 'waiting':
      return 'waiting'
    case 'counting':
      return `${size} …`
    case 'done':
      return size
    default:
      return `over ${size}`
  }
}

/** The same in full: `1,204 files, 4.2 MiB, 3 listing requests`. */
export function countWords({ state, files, bytes, requests, problems, error }: FolderCount): string {
  if (state === 'waiting') return 'waiting to be counted'
  const found = [
    `${formatCounted(files, 'file')}, ${formatBytes(bytes)}`,
    ...(requests === null ? [] : [formatCounted(requests, 'listing request')]),
    ...(problems === 0 ? [] : [`${formatCounted(problems, 'name')} that can’t be synced`]),
  ].join(', ')
  if (state === 'counting') return `${found} so far`
  if (state === 'stopped') return `${found}, then counting was stopped`
  return error === null ? found : `${found}, then: ${error.message}`
}
