import type { Mark } from '../../../shared/bridge/places.ts'
import { categories } from '../../../shared/review.ts'
import type { Plan } from './plan.ts'

/**
 * What a plan knows of the folders directly below its roots:
 *
 * | plan | rows below the folder | filters, ignore file | mark    |
 * |------|-----------------------|---------|---------|
 * | none | –                     | –       | none    |
 * | some | some                  | –       | differs |
 * | some | none                  | none    | same    |
 * | some | none                  | some    | none: what they leave out was not compared |
 */
export function folderMarksOf(plan: Pick<Plan, 'review' | 'made'> | null): (name: string) => Mark | null {
  if (plan === null) return () => null
  const differing = new Set<string>()
  for (let offset = 0; ; offset += 500) {
    const { folders } = plan.review.folders.children('', offset, 500)
    for (const { path, rows, leftOut } of folders) {
      if (leftOut > 0 || categories.some((name) => rows[name] > 0)) differing.add(path.slice(0, -1))
    }
    if (folders.length < 500) break
  }
  const { options, ignore } = plan.made
  const others = options.filters.length > 0 || ignore !== null ? null : 'same'
  return (name) => (differing.has(name) ? 'differs' : others)
}

/** Whether a plan has compared two places as wholes, by their tokens, and has come to its end. */
export const knowsFolders = ({ made, phase }: Plan, source: string, destination: string): boolean =>
  phase === 'ready' &&
  (made.task === 'sync' || made.task === 'move') &&
  made.selection === null &&
  made.file === null &&
  made.only === null &&
  made.source.token === source &&
  made.destination.token === destination
