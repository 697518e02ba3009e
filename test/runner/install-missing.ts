import { existsSync } from 'node:fs'
import { findCommand, hasTool, tools } from '../servers/tools.ts'
import type { Tool } from '../servers/tools.ts'
import { environment, runCommand } from './run-command.ts'

/**
 * On Debian as root, installs what the chosen suites want and the machine lacks; asks apt nothing where nothing is
 * missing. Anywhere else, and where apt fails, the tests that need it are skipped by name.
 */
export async function installMissing(wanted: readonly Tool[]): Promise<void> {
  const missing = wanted.filter((tool) => !hasTool(tool))
  if (missing.length === 0 || !isRootOnDebian()) return
  await apt('update')
  for (const tool of missing) {
    process.stdout.write(`Installing ${tools[tool].packages.join(' ')} with apt: ${tools[tool].why}.\n`)
    await apt('install', '-y', '--no-install-recommends', ...tools[tool].packages)
  }
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findCommand('apt-get') !== null
}

async function apt(...args: string[]): Promise<void> {
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' }
  const { ok, output } = await runCommand('apt-get', ['-qq', ...args], env)
  if (!ok) process.stdout.write(`apt-get ${args.join(' ')} failed:\n${output}\n`)
}
