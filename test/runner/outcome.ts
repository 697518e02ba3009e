import type { Need } from '../servers/needs.ts'

/** A test that did not run, and what this machine lacks for it or what it said itself. */
export interface Skip {
  readonly file: string
  readonly name: string
  readonly why: { readonly missing: readonly Need[] } | { readonly said: string }
}

/** What became of one suite. */
export interface Outcome {
  readonly suite: string
  readonly passed: number
  /** One line each, with the file and the test. */
  readonly failed: readonly string[]
  readonly skipped: readonly Skip[]
  /** Wall time in milliseconds. */
  readonly took: number
}
