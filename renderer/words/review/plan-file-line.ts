/** Where a plan came from that is a file. */
export interface PlanFileFacts {
  readonly path: string
  readonly madeHere: boolean
  /** The computer, the time, the person, and the program that made it. */
  readonly madeOn: string
  readonly madeAt: string
  readonly madeBy: string
  readonly madeFrom: string
  readonly source: string
  readonly destination: string
}

export function planFileWords(file: PlanFileFacts): string {
  const made = file.madeHere
    ? 'made by you on this computer'
    : `not made by you here, but on ${file.madeOn}: look at all of it`
  return `Plan from ${file.path}, ${made}, ${file.madeAt}, by ${file.madeBy} (${file.madeFrom}), for ${file.source} to ${file.destination}`
}
