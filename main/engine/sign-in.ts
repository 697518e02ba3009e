import type { SignInOptions, SsoSignIn } from './s3/sso-sign-in.ts'

export type { SsoSignIn }

/** As `beginSsoSignIn` of s3/sso-sign-in.ts, whose service's client is loaded here, and not before. */
export async function beginSsoSignIn(options: SignInOptions, signal: AbortSignal): Promise<SsoSignIn> {
  const { beginSsoSignIn: begin } = await import('./s3/sso-sign-in.ts')
  return begin(options, signal)
}
