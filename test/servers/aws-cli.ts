import { findCommand } from './tools.ts'

/** The path of the AWS command line, for tests that say `needs('aws')`; it throws where there is none. */
export function awsCli(): string {
  const path = findCommand('aws')
  if (path === null) throw new Error("There is no aws command here: the test must say needs('aws').")
  return path
}
