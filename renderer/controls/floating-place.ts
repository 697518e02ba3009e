/** Where menus and popovers are put: in a landmark of the page, so that a screen reader knows where it is. */
export const floatingPlace = (): HTMLElement => document.getElementById('floating') ?? document.body
