import { getContext, setContext } from 'svelte'
import type { Leaving } from './leaving.svelte.ts'

const key = Symbol('leaving')

/** For every component below: whether the window is about to close. */
export const provideLeaving = (leaving: Pick<Leaving, 'closing'>): void => {
  setContext(key, leaving)
}

/** As it was provided; a component on its own is in no window that closes. */
export const currentLeaving = (): Pick<Leaving, 'closing'> =>
  getContext<Pick<Leaving, 'closing'> | undefined>(key) ?? { closing: false }
