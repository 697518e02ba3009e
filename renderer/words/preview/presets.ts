import type { PresetId } from '../../preview/presets.ts'

interface PresetWords {
  readonly label: string
  /** How the sentence begins with it. */
  readonly verb: string
  /** Which options it sets, and why. */
  readonly explanation: string
}

/** How a sentence begins whose options are those of no preset. */
export const noPresetVerb = 'Copy new and changed'

/** What people want a sync for. */
export const presetWords: Readonly<Record<PresetId, PresetWords>> = {
  'back-up': {
    label: 'Back up',
    verb: noPresetVerb,
    explanation:
      'Copies what is new or changed, by size and time. Deletes nothing: what is gone here stays there.',
  },
  deploy: {
    label: 'Deploy a site',
    verb: 'Deploy',
    explanation:
      'Compares contents, for a build gives every file a new time. Deletes what the site no longer has.',
  },
  'pull-logs': {
    label: 'Pull logs',
    verb: 'Pull new and grown',
    explanation:
      'Copies what is new or has another size: logs grow. Deletes nothing here when it is expired there.',
  },
  mirror: {
    label: 'Mirror',
    verb: 'Mirror',
    explanation: 'Makes the other side the same, by size and time. Deletes what is only there.',
  },
  migrate: {
    label: 'Migrate',
    verb: 'Migrate',
    explanation:
      'Copies what the other side does not have with the same contents. Deletes nothing; run it again until nothing is left.',
  },
}
