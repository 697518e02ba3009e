import type { SyncOptions } from '../../shared/sync-options.ts'

/** What a preset decides; the rest stays as it was chosen. */
type PresetOptions = Pick<SyncOptions, 'compare' | 'deleteExtras'>

/** What people want a sync for, as options with a reason. */
export interface Preset {
  readonly id: string
  readonly label: string
  /** How the sentence begins with it. */
  readonly verb: string
  /** Which options it sets, and why. */
  readonly explanation: string
  readonly options: PresetOptions
}

/** How a sentence begins whose options are those of no preset. */
export const noPresetVerb = 'Copy new and changed'

export const presets: readonly Preset[] = [
  {
    id: 'back-up',
    label: 'Back up',
    verb: noPresetVerb,
    explanation:
      'Copies what is new or changed, by size and time. Deletes nothing: what is gone here stays there.',
    options: { compare: 'any-time', deleteExtras: false },
  },
  {
    id: 'deploy',
    label: 'Deploy a site',
    verb: 'Deploy',
    explanation:
      'Compares contents, for a build gives every file a new time. Deletes what the site no longer has.',
    options: { compare: 'content', deleteExtras: true },
  },
  {
    id: 'pull-logs',
    label: 'Pull logs',
    verb: 'Pull new and grown',
    explanation:
      'Copies what is new or has another size: logs grow. Deletes nothing here when it is expired there.',
    options: { compare: 'size-only', deleteExtras: false },
  },
  {
    id: 'mirror',
    label: 'Mirror',
    verb: 'Mirror',
    explanation: 'Makes the other side the same, by size and time. Deletes what is only there.',
    options: { compare: 'any-time', deleteExtras: true },
  },
  {
    id: 'migrate',
    label: 'Migrate',
    verb: 'Migrate',
    explanation:
      'Copies what the other side does not have with the same contents. Deletes nothing; run it again until nothing is left.',
    options: { compare: 'content', deleteExtras: false },
  },
]

/** The one whose options these are; null for none. */
export const presetOf = ({ compare, deleteExtras }: PresetOptions): Preset | null =>
  presets.find(({ options }) => options.compare === compare && options.deleteExtras === deleteExtras) ?? null
