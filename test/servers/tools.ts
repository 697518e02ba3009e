import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Tool = 'radosgw' | 'aws' | 'chromium'

interface Wanted {
  /** Commands that must all be on PATH. */
  readonly commands: readonly string[]
  /** The Debian packages that bring them. */
  readonly packages: readonly string[]
  /** What the tests want of it. */
  readonly why: string
}

/** The programs that tests use and npm does not bring. */
export const tools: Readonly<Record<Tool, Wanted>> = {
  radosgw: {
    commands: [
      'radosgw',
      'radosgw-admin',
      'ceph',
      'ceph-authtool',
      'monmaptool',
      'ceph-mon',
      'ceph-osd',
      'ceph-mgr',
    ],
    packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-mgr', 'ceph-common'],
    why: 'a real S3 server that is not ours',
  },
  aws: {
    commands: ['aws'],
    packages: ['awscli'],
    why: 'the program whose rules and lines are kept',
  },
  chromium: { commands: ['chromium'], packages: ['chromium'], why: 'the window is a page' },
}

/** The path of a command, or null: the first of `findCommands`. */
export function findCommand(name: string, path = process.env['PATH'] ?? ''): string | null {
  return findCommands(name, path)[0] ?? null
}

/** Every path of a command. `/usr/bin` goes first, so that a version manager's shim does not hide the system's own. */
export function findCommands(name: string, path = process.env['PATH'] ?? ''): string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  const systemFirst = [...folders].sort((a, b) => Number(b === '/usr/bin') - Number(a === '/usr/bin'))
  return systemFirst.map((folder) => join(folder, name)).filter(mayRun)
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function hasTool(tool: Tool): boolean {
  return tools[tool].commands.every((command) => findCommand(command) !== null)
}

/** How to get a tool, in one line. */
export function howToGet(tool: Tool): string {
  return `apt-get install ${tools[tool].packages.join(' ')} (Debian), or bring ${tools[tool].commands.join(', ')} on PATH`
}
