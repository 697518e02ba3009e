import type { SyncOptions } from '../../shared/sync-options.ts'

export type PresetId = 'back-up' | 'deploy' | 'pull-logs' | 'mirror' | 'migrate'

/** What a preset decides; the rest stays as it was chosen. */
type PresetOptions = Pick<SyncOptions, 'compare' | 'deleteExtras'>

/** What people want a sync for, as options. */
export interface Preset {
  readonly id: PresetId
  readonly options: PresetOptions
}

export const presets: readonly Preset[] = [
  { id: 'back-up', options: { compare: 'any-time', deleteExtras: false } },
  { id: 'deploy', options: { compare: 'content', deleteExtras: true } },
  { id: 'pull-logs', options: { compare: 'size-only', deleteExtras: false } },
  { id: 'mirror', options: { compare: 'any-time', deleteExtras: true } },
  { id: 'migrate', options: { compare: 'content', deleteExtras: false } },
]

/** The one whose options these are; null for none. */
export const presetOf = ({ compare, deleteExtras }: PresetOptions): Preset | null =>
  presets.find(({ options }) => options.compare === compare && options.deleteExtras === deleteExtras) ?? null
