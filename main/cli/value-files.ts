import { SluiceError } from '../../shared/errors.ts'
import type { World } from '../engine/index.ts'
import { absolutePath, type Here } from './local-path.ts'
import { propertyFlags } from './property-flags.ts'
import { readStart } from './read-file.ts'

/** Nothing that a header or the metadata of an object can have is longer. */
const longest = 64 * 1024

/** A redirect may lead to any address, and is none of a file (PRP-1); keys are read where they are used. */
const flags = propertyFlags.filter(({ name, value }) => value !== undefined && name !== 'website-redirect')

/**
 * Puts the text of a file in the place of `file://PATH`, where that is the value of a flag for what new objects get, as
 * every command of aws does. The text is taken whole, with the line end it may have.
 *
 * @param disk asked for only where there is a file to be read.
 * @throws SluiceError `usage` for one that can't be.
 */
export async function readValueFiles(
  args: readonly string[],
  here: Here,
  disk: () => Promise<World['fs']>,
): Promise<string[]> {
  const read: string[] = []
  const end = args.indexOf('--')
  for (const [index, arg] of args.entries()) {
    const { flag, before, path } = valueFile(args[index - 1], arg)
    const named = flags.some(({ name }) => flag === `--${name}`)
    if (named && !(end >= 0 && index > end))
      read.push(before + (await textOf(flag, path, here, await disk())))
    else read.push(arg)
  }
  return read
}

/** `--flag file://PATH` in two arguments, or `--flag=file://PATH` in one; the flag is empty where it is neither. */
function valueFile(last: string | undefined, arg: string): { flag: string; before: string; path: string } {
  const [, joined = '', path] = /^(--[a-z-]+=)?file:\/\/(.+)$/s.exec(arg) ?? []
  if (path === undefined) return { flag: '', before: '', path: '' }
  return { flag: joined === '' ? (last ?? '') : joined.slice(0, -1), before: joined, path }
}

async function textOf(flag: string, path: string, here: Here, fs: World['fs']): Promise<string> {
  const refuse = (why: string, cause?: unknown): SluiceError =>
    new SluiceError(
      {
        code: 'usage',
        message: `${flag} names the file ${path}, which ${why}.`,
        subject: flag,
        advice: 'Give the path of a small text file, or the text itself.',
      },
      { cause },
    )
  let bytes: Uint8Array
  try {
    bytes = await readStart(absolutePath(path, here), longest + 1, fs)
  } catch (error) {
    throw refuse(`can't be read: ${error instanceof Error ? error.message : String(error)}`, error)
  }
  if (bytes.length > longest) throw refuse(`has more than ${longest} bytes`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw refuse('is not text', error)
  }
}
