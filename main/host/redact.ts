import type { Environment } from './host.ts'

/** Fields whose value is a secret whatever it is. */
const secretField =
  /^(authorization|x-amz-security-token|secret_?access_?key|session_?token|password|sse-?c-?key)$/i

/** Secrets as they stand inside other text: a signed URL's parameters, a header, an environment variable. */
const secretInText =
  /\b(X-Amz-(?:Signature|Credential|Security-Token)=|x-amz-security-token:\s*|authorization:\s*|AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)=)[^\s&"']+(?:,?\s?(?:Credential|SignedHeaders|Signature)=[^\s,"']+)*/gi

const removed = '[removed]'

/**
 * A value as one line of JSON without secrets: fields named like one, signatures and tokens inside text, and every
 * occurrence of the given secrets. Errors become name, message, code and stack.
 */
export function toRedactedJson(value: unknown, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= 8)
  const hide = (text: string): string =>
    known
      .reduce((safe, secret) => safe.replaceAll(secret, removed), text)
      .replace(secretInText, `$1${removed}`)
  return JSON.stringify(value, (field, inner: unknown) => {
    if (secretField.test(field)) return removed
    if (typeof inner === 'string') return hide(inner)
    if (typeof inner === 'bigint') return String(inner)
    if (inner instanceof Error) return errorFields(inner)
    return inner
  })
}

const errorFields = (error: Error): object => ({
  name: error.name,
  message: error.message,
  stack: error.stack,
  ...Object.fromEntries(Object.entries(error)),
})

/** The secrets of the environment, as the AWS tools name them. */
export const knownSecrets = (env: Environment): string[] =>
  ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].flatMap((name) => env[name] ?? [])
