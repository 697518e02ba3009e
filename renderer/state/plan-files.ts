import type { PlanStatus } from '../../shared/bridge/plans.ts'
import type { ExportFormat } from '../../shared/export-format.ts'

/** Whether a path says that it is a plan's. */
export const isPlanFile = (path: string): boolean => /\.sluice$/i.test(path)

const unnamed = 'plan'

/** A path to begin with, for a plan of this source: its last name, in the home folder. */
export function suggestedPath({ source }: Pick<PlanStatus, 'source'>): string {
  const name =
    source.text
      .replace(/[/\\]+$/, '')
      .split(/[/\\:]/)
      .at(-1) ?? ''
  return `~/${name === '' ? unnamed : name}.sluice`
}

const endings: Readonly<Record<ExportFormat, string>> = { csv: 'csv', json: 'jsonl' }

/** A path to begin with, for the rows of a run: its name, in the home folder. */
export function suggestedExport({ planId }: Pick<PlanStatus, 'planId'>, format: ExportFormat): string {
  return `~/sluice-${planId.replace(/^past:/, '')}.${endings[format]}`
}
