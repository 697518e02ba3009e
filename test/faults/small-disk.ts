import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'

/**
 * Mounts a file system in memory of the given size (`3m`), with these options, at a folder; the function returned ends
 * it. For tests that say `needs('small-disk')`.
 */
export async function mountTmpfs(folder: string, size: string, ...options: string[]): Promise<() => void> {
  await mkdir(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', [`size=${size}`, ...options].join(), 'tmpfs', folder])
  return () => {
    execFileSync('umount', [folder])
  }
}
