import Clock from '@lucide/svelte/icons/clock'
import type { Connection } from '../../shared/bridge/places.ts'
import type { RememberedPlace } from '../../shared/settings.ts'
import { action, heading, line, type MenuItem } from '../controls/menu-items.ts'
import { connectionIcons } from '../connections/connection-icons.ts'
import { connectionMenu as words } from '../words/panes/menus.ts'

const groups = [
  { kind: 'local', label: null },
  { kind: 'practice', label: null },
  { kind: 'profile', label: words.groups.profile },
  { kind: 'environment', label: words.groups.environment },
  { kind: 'saved', label: words.groups.saved },
  { kind: 'session', label: words.groups.session },
] as const

/** As many as a menu can have without being a list. */
const recentShown = 6

interface Choices {
  readonly current: string | null
  readonly open: (connection: Connection) => void
  readonly connect: () => void
  readonly forget: (connection: Connection) => void
  /** Places to go back to, the last one first. */
  readonly recent: readonly RememberedPlace[]
  readonly goBackTo: (place: RememberedPlace) => void
}

/** The connections by kind, the one that is open marked, the places to go back to, and a way to another connection. */
export function connectionMenu(connections: readonly Connection[], choices: Choices): MenuItem[] {
  const items = groups.flatMap(({ kind, label }): MenuItem[] => {
    const those = connections.filter((connection) => connection.kind === kind)
    if (those.length === 0) return []
    const actions = those.map((connection) =>
      action(connection.label, () => choices.open(connection), {
        icon: connectionIcons[kind],
        detail:
          connection.keyTail === null ? connection.detail : `${connection.detail} · …${connection.keyTail}`,
        ...(connection.problem === null ? {} : { explanation: connection.problem.message }),
        checked: connection.id === choices.current,
      }),
    )
    return label === null ? actions : [line, heading(label), ...actions]
  })
  const recent = choices.recent.slice(0, recentShown).map((place) =>
    action(place.text, () => choices.goBackTo(place), {
      icon: Clock,
      detail: connections.find(({ id }) => id === place.connectionId)?.label ?? '',
    }),
  )
  const current = connections.find(({ id }) => id === choices.current)
  return [
    ...items,
    ...(recent.length === 0 ? [] : [line, heading(words.recent), ...recent]),
    line,
    action(words.connect, choices.connect),
    ...(current?.kind === 'session' || current?.kind === 'saved'
      ? [
          action(
            words[current.kind === 'saved' ? 'forget' : 'forgetKeys'](current.label),
            () => choices.forget(current),
            { danger: true },
          ),
        ]
      : []),
  ]
}
