/**
 * Where the part of a file's name ends that people change: before its last dot.
 *
 * | name         | part          |
 * |--------------|---------------|
 * | `a.txt`      | `a`           |
 * | `a.tar.gz`   | `a.tar`       |
 * | `.hidden`    | `.hidden`     |
 * | `README`     | `README`      |
 * | `a.`         | `a.`          |
 */
export function endOfStem(name: string): number {
  const dot = name.lastIndexOf('.')
  return dot <= 0 || dot === name.length - 1 ? name.length : dot
}
