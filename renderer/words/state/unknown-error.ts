/** An error that no part of Sluice has a code for. */
export const unknownError = {
  message: (what: string) => `The window met an error it does not know: ${what}`,
  advice: 'Please report this. Nothing was changed by it.',
}
