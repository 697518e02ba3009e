import type { LucideIcon } from '@lucide/svelte'

/** What a menu shows, from top to bottom. */
export type MenuItem = MenuAction | MenuHeading | MenuLine

export interface MenuAction {
  readonly kind: 'action'
  readonly label: string
  /** More about it, softer, on the right. */
  readonly detail?: string
  /** Said below the label: what the choice means. */
  readonly explanation?: string
  readonly icon?: LucideIcon
  /** The keys that do the same, in words: `Ctrl+K`. */
  readonly keys?: string
  readonly disabled?: boolean
  /** It takes something away. */
  readonly danger?: boolean
  /** Makes it one of several choices: whether it is the chosen one. */
  readonly checked?: boolean
  readonly run: () => void
}

interface MenuHeading {
  readonly kind: 'heading'
  readonly label: string
}

interface MenuLine {
  readonly kind: 'line'
}

export const line: MenuLine = { kind: 'line' }

export const heading = (label: string): MenuHeading => ({ kind: 'heading', label })

export const action = (label: string, run: () => void, more: Partial<MenuAction> = {}): MenuAction => ({
  kind: 'action',
  label,
  run,
  ...more,
})
