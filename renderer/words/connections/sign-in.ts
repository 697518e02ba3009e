export const signIn = {
  label: 'Sign in',
  code: 'Code of the second factor',
  sign: 'Sign in',
  signing: 'Signing in …',
  byBrowser: 'Sign in by the browser',
  asking: 'Asking …',
  /** Before the code: the page is open, or is to be opened. */
  confirm: 'Confirm it in your browser: it shows',
  open: 'Open this page in your browser, and confirm it: it shows',
  /** After it. */
  until: (time: string) => `, and is good until ${time}.`,
  copy: 'Copy address',
  copied: 'Copied',
  leave: 'Leave it',
}
