import { tick, untrack } from 'svelte'

/**
 * Gives the focus elsewhere where the element that has it goes. To be called as a component is made.
 *
 * @param region what is looked after: a focus outside is left alone
 * @param watched reads what decides whether its elements stay
 */
export function keepFocus(
  region: () => HTMLElement | undefined,
  watched: () => unknown,
  give: () => void,
): void {
  // It runs before the page changes, while the element is still there.
  $effect.pre(() => {
    watched()
    if (untrack(region)?.contains(document.activeElement) !== true) return
    void tick().then(() => {
      if (document.activeElement === document.body) give()
    })
  })
}
