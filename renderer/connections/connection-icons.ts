import Cloud from '@lucide/svelte/icons/cloud'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import Hourglass from '@lucide/svelte/icons/hourglass'
import KeyRound from '@lucide/svelte/icons/key-round'
import Laptop from '@lucide/svelte/icons/laptop'
import Terminal from '@lucide/svelte/icons/terminal'
import type { LucideIcon } from '@lucide/svelte'
import type { Connection } from '../../shared/bridge/places.ts'

/** What each kind of connection looks like. */
export const connectionIcons: Readonly<Record<Connection['kind'], LucideIcon>> = {
  local: Laptop,
  practice: FlaskConical,
  profile: Cloud,
  environment: Terminal,
  saved: KeyRound,
  session: Hourglass,
}
