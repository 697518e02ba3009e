import { getContext, hasContext, setContext } from 'svelte'
import { LookState } from './look.svelte.ts'

const key = Symbol('look')

/** Makes a look that of all components below the one being made. */
export function provideLook(look: LookState): void {
  setContext(key, look)
}

/** The look of the window; by itself, a component looks as a new window does. */
export const currentLook = (): LookState => (hasContext(key) ? getContext<LookState>(key) : new LookState())
