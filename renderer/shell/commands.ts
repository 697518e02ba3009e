/** Something a person can ask for by its name. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly keys?: string
  /** More words it is found by. */
  readonly also?: string
  readonly run: () => void
}

/**
 * Commands whose label or other words have every word of the text in them, whatever the case; those whose label begins
 * with the text come first. No text: all of them, in their order.
 */
export function findCommands(commands: readonly Command[], text: string): readonly Command[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = commands.filter((command) => {
    const spoken = `${command.label} ${command.also ?? ''}`.toLowerCase()
    return words.every((word) => spoken.includes(word))
  })
  const begins = (command: Command): boolean =>
    words[0] !== undefined && command.label.toLowerCase().startsWith(words[0])
  return [...found.filter(begins), ...found.filter((command) => !begins(command))]
}
