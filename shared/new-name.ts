import { SluiceError } from './errors.ts'

/**
 * Why a name that was typed can be given to nothing, in words; null where nothing speaks against it. How long it may be,
 * and what else, is for the place to say.
 *
 * | name                        | because                                   |
 * |-----------------------------|-------------------------------------------|
 * | nothing, or only spaces     | there is nothing to call it by            |
 * | with `/`                    | it would be in another folder             |
 * | `.`, `..`                   | these are the folder, and the one above   |
 * | with a control character    | it could be neither seen nor typed again  |
 * | not Unicode                 | no key and no path can stand for it       |
 */
export function whatIsWrongWith(name: string): string | null {
  if (name.trim() === '') return 'A name has at least one character that is no space.'
  if (name.includes('/')) return 'A name has no slash in it.'
  if (name === '.' || name === '..') return 'A name is more than dots that lead to a folder.'
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'A name has no line break or other control character in it.'
  return name.isWellFormed() ? null : 'A name is Unicode text.'
}

/** @throws SluiceError `usage` for a name that can be given to nothing. */
export function checkNewName(name: string): void {
  const why = whatIsWrongWith(name)
  if (why !== null) throw badName(why)
}

export const badName = (why: string): SluiceError =>
  new SluiceError({ code: 'usage', message: why, advice: 'Choose another name, or leave it with Escape.' })

/** @param address of what has the name already. */
export const nameTaken = (address: string, act: 'rename' | 'new-folder'): SluiceError =>
  new SluiceError({
    code: 'conflict',
    message:
      act === 'rename'
        ? `${address} is already there, and renaming replaces nothing.`
        : `${address} is already there: no folder was made.`,
    subject: address,
    advice: 'Choose another name, or leave it with Escape.',
  })
