import type { Platform } from './key-to-path.ts'

/**
 * A name or key in the form in which names are compared that differ by nothing a file system need keep apart:
 *
 * | platform | `A` and `a` | é as one character and as two |
 * |----------|-------------|-------------------------------|
 * | posix    | one name    | two names                     |
 * | win32    | one name    | two names (NTFS)              |
 * | darwin   | one name    | one name (APFS, HFS+)         |
 *
 * On Linux case makes two names of it too, but whoever asks for case conflicts there means another system's (CAS-1).
 */
export function foldName(name: string, platform: Platform): string {
  const composed = platform === 'darwin' ? name.normalize('NFC') : name
  return composed.toUpperCase().toLowerCase()
}
