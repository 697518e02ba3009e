import { defaultSyncOptions, type SyncOptions } from '../../../shared/sync-options.ts'
import { defaultRules, type IgnoreFile, type SyncRules } from '../../../shared/sync-rules.ts'
import { SluiceError } from '../../../shared/errors.ts'
import type { ChangeSide, NothingSide, Side } from '../../engine/index.ts'
import type { Located } from '../places/places.ts'
import type { OpenedPlan } from './opened-plan.ts'

type Selection = readonly string[] | null

const namesOf = (selection: Selection): string[] | null => (selection === null ? null : [...selection])

/** What the sentence of the sync bar means for the engine. */
export const syncRules = (
  options: SyncOptions,
  selection: Selection,
  ignore: IgnoreFile | null = null,
): SyncRules => ({
  ...defaultRules,
  compare: options.compare,
  compareProperties: options.compareProperties,
  moves: options.moves && options.deleteExtras,
  filters: options.filters,
  ignore,
  selection: namesOf(selection),
  delete: options.deleteExtras,
  followLinks: options.followLinks,
  properties: options.properties,
})

/**
 * What was chosen goes, and no filter of a sync speaks for it; of a move's source, what its own filters let through.
 */
export const removalRules = (selection: Selection, filters: SyncOptions['filters'] = []): SyncRules => ({
  ...defaultRules,
  filters,
  selection: namesOf(selection),
  delete: true,
})

/** A removal stands for both sides. @param copied of the move that it ends; null for what a person has chosen. */
export const removalAt = (
  at: Located,
  copied: NothingSide['copied'],
  destination: Side,
): Pick<OpenedPlan, 'task' | 'from' | 'to' | 'source' | 'destination'> => ({
  task: 'remove',
  from: at,
  to: at,
  source: { kind: 'nothing', copied },
  destination,
})

/** A change of one object stands for both sides, too. @throws SluiceError `usage` for what is no object */
export function changeAt(
  at: Located,
  key: string,
  change: ChangeSide['change'],
  destination: Side,
): OpenedPlan {
  if (destination.kind === 'local') {
    throw new SluiceError({
      code: 'usage',
      message: 'Only objects of a bucket have properties and versions.',
      subject: key,
    })
  }
  return {
    task: 'change',
    from: at,
    to: at,
    source: { kind: 'change', key, change },
    destination,
    rules: defaultRules,
    options: defaultSyncOptions,
    selection: null,
  }
}
