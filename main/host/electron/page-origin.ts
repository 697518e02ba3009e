/** The scheme of the page's address, registered before Electron is ready. */
export const pageScheme = 'app'

/** `scheme://host`: an origin of its own, and no file of the disk. */
export const pageOrigin = `${pageScheme}://sluice`
