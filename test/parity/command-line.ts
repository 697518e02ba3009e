import path from 'node:path'

/** The command under test, as it is built. */
export const builtCli = `${process.execPath} out/cli/sluice.js sync`

/** A command given as one text, in words. Cases run in folders of their own, so a script's path is made absolute. */
export function wordsOf(command: string): string[] {
  return command.split(' ').map((word) => (word.endsWith('.js') ? path.resolve(word) : word))
}
