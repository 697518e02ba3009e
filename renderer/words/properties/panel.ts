/** The panel of properties, and what its tabs show. */
import { formatCount } from '../../../shared/formats.ts'

export const propertiesPanel = {
  label: 'Properties',
  tabsLabel: 'Properties of',
  tabs: { properties: 'Properties', versions: 'Versions', link: 'Link' },
  /** Before the name of the object. */
  held: 'Not reviewed yet:\u00a0',
  asking: 'asking …',
  close: 'Close the properties',
  closeTitle: 'Close (Escape)',
  closeAndKeepTitle: 'Close, and keep what is typed',
  none: 'Move to a row to see what is known of it.',
}

/** Said when the panel stays with what was typed, or closes over it. */
export const notices = {
  held: (name: string) => `Not reviewed yet: ${name}`,
  kept: (name: string) => `Not reviewed yet, and kept: ${name}`,
}

export const linkTab = {
  /** Before the choice of how long. */
  who: 'Anybody who has the link can read this object for',
  lives: { 900: '15 minutes', 3600: '1 hour', 86_400: '1 day', 604_800: '7 days' },
  copy: 'Copy a link',
  copied: 'Copied the link.',
  /** Until when, by what ends it. */
  good: {
    asked: (until: string) => `Copied. It is good until ${until}.`,
    credentials: (until: string) =>
      `Copied. It is good until ${until}. That is when the credentials behind it end.`,
    unknown: (until: string) =>
      `Copied. It is good until ${until}. The credentials behind it are temporary: it may end before.`,
  },
  note: 'It is signed with your keys, and can not be taken back before it ends but by taking away theirs. With temporary credentials it ends when they do.',
}

export const versionsTab = {
  /** Whether the bucket keeps versions; nothing where it does. */
  keeps: {
    kept: '',
    suspended: 'Versioning is suspended: what is written now takes the place of the version “null”.',
    gone: 'The bucket keeps no versions: this is all that there is.',
    unknown: 'Whether the bucket keeps versions is not known.',
  },
  none: 'There is no version of it.',
  when: 'When',
  size: 'Size',
  class: 'Class',
  version: 'Version',
  acts: 'What can be done',
  deleted: 'deleted',
  current: 'current',
  currentDeleted: 'current: it is deleted',
  bringBack: 'Bring back…',
  restore: 'Restore this version…',
  more: (shown: number) => `These are the newest ${formatCount(shown)}; there are older ones.`,
  how: 'A version comes back after a review: by a copy, or the delete marker right above it is taken away.',
  noneRemoved: 'No version is removed.',
  noneReplaced: 'Where a copy would replace the version “null”, it is refused.',
}
