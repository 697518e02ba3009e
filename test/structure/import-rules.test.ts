import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/*
 * Each rule of .dependency-cruiser.js is broken once, in a small tree of its own, and must be caught; what the layers
 * may do is done once, and must pass.
 */

const project = path.resolve(import.meta.dirname, '../..')

/** File, what it imports, and the rule that must say so. */
const broken = [
  ['shared/a.ts', '../main/engine/index.ts', 'shared-imports'],
  ['shared/b.ts', 'node:fs', 'shared-imports'],
  ['shared/c.ts', 'left-pad', 'shared-imports'],
  ['main/engine/a.ts', '../host/host.ts', 'engine-imports'],
  ['main/engine/b.ts', '../practice/index.ts', 'engine-imports'],
  ['main/engine/c.ts', '../cli/sluice.ts', 'engine-imports'],
  ['main/engine/d.ts', '../services/jobs.ts', 'engine-imports'],
  ['main/engine/e.ts', 'left-pad', 'engine-imports'],
  ['main/practice/a.ts', '../../shared/errors.ts', 'practice-imports'],
  ['main/practice/b.ts', '../engine/index.ts', 'practice-imports'],
  ['main/practice/c.ts', '@aws-sdk/client-s3', 'practice-imports'],
  ['main/services/a.ts', '../engine/listing/order.ts', 'services-imports'],
  ['main/services/b.ts', '../host/node-host.ts', 'services-imports'],
  ['main/services/c.ts', '../cli/sluice.ts', 'services-imports'],
  ['main/host/a.ts', '../engine/index.ts', 'host-imports'],
  ['main/host/b.ts', '../services/jobs.ts', 'host-imports'],
  ['main/cli/a.ts', '../engine/listing/order.ts', 'cli-imports'],
  ['main/cli/b.ts', '../host/electron/ok.ts', 'cli-imports'],
  ['main/cli/c.ts', '../services/jobs.ts', 'cli-imports'],
  ['main/start-a.ts', './engine/index.ts', 'start-imports'],
  ['preload/a.ts', '../main/host/host.ts', 'preload-imports'],
  ['preload/b.ts', 'left-pad', 'preload-imports'],
  ['preload/c.ts', 'node:fs', 'page-without-node'],
  ['renderer/a.ts', '../main/engine/index.ts', 'renderer-imports'],
  ['renderer/b.ts', '../preload/page-bridge.ts', 'renderer-imports'],
  ['renderer/c.ts', 'node:path', 'page-without-node'],
  ['main/services/d.ts', 'electron', 'electron-at-its-seam'],
  ['main/host/c.ts', 'electron', 'electron-at-its-seam'],
  ['main/host/d.ts', 'playwright-core', 'playwright-at-its-seam'],
  ['main/cli/d.ts', './utils/text.ts', 'no-junk-drawers'],
  ['main/cli/e.ts', './round.ts', 'no-cycles'],
  ['main/services/e.ts', 'undeclared', 'declared-packages'],
  ['main/cli/f.ts', './gone.ts', 'nothing-missing'],
] as const

const allowed = [
  ['shared/ok.ts', ['./errors.ts', 'zod']],
  ['main/engine/ok.ts', ['../../shared/errors.ts', './listing/order.ts', 'node:fs', '@aws-sdk/client-s3']],
  ['main/practice/ok.ts', ['./index.ts', 'node:http']],
  [
    'main/services/ok.ts',
    [
      '../../shared/errors.ts',
      '../engine/index.ts',
      '../practice/index.ts',
      '../host/host.ts',
      '../host/window-host.ts',
      'left-pad',
    ],
  ],
  ['main/host/electron/ok.ts', ['../host.ts', '../../../shared/errors.ts', 'electron']],
  ['main/host/chromium/ok.ts', ['../host.ts', 'playwright-core']],
  [
    'main/cli/ok.ts',
    [
      '../../shared/errors.ts',
      '../engine/index.ts',
      '../practice/index.ts',
      '../host/node-host.ts',
      'left-pad',
    ],
  ],
  ['main/start-electron.ts', ['./host/electron/ok.ts', './services/jobs.ts', 'electron']],
  ['preload/electron-preload.ts', ['./page-bridge.ts', '../shared/errors.ts', 'electron']],
  ['renderer/ok.ts', ['../shared/errors.ts', 'left-pad']],
] as const

/** What the files above import, and what makes a circle. */
const neutral: Readonly<Record<string, string>> = {
  'main/cli/round.ts': "import './e.ts'\n",
  ...Object.fromEntries(
    [
      'shared/errors.ts',
      'main/engine/index.ts',
      'main/engine/listing/order.ts',
      'main/practice/index.ts',
      'main/services/jobs.ts',
      'main/host/host.ts',
      'main/host/node-host.ts',
      'main/host/window-host.ts',
      'main/cli/sluice.ts',
      'main/cli/utils/text.ts',
      'preload/page-bridge.ts',
    ].map((file) => [file, 'export {}\n']),
  ),
}

const declared = ['electron', 'playwright-core', 'left-pad', 'zod', '@aws-sdk/client-s3']

interface Violation {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
}

let tree: string
let violations: readonly Violation[]

beforeAll(async () => {
  tree = await mkdtemp(path.join(tmpdir(), 'sluice-imports-'))
  const manifest = { type: 'module', dependencies: Object.fromEntries(declared.map((name) => [name, '1'])) }
  await plant('package.json', JSON.stringify(manifest))
  for (const name of [...declared, 'undeclared']) {
    await plant(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    )
    await plant(`node_modules/${name}/index.js`, '')
  }
  for (const [file, content] of Object.entries(neutral)) await plant(file, content)
  for (const [file, target] of broken) await plant(file, `import '${target}'\n`)
  for (const [file, targets] of allowed) {
    await plant(file, targets.map((target) => `import '${target}'\n`).join(''))
  }
  await plant('main/services/type.ts', "export type { Host } from '../host/node-host.ts'\n")
  violations = await cruise()
})

afterAll(async () => {
  await rm(tree, { recursive: true })
})

async function plant(file: string, content: string): Promise<void> {
  const to = path.join(tree, file)
  await mkdir(path.dirname(to), { recursive: true })
  await writeFile(to, content)
}

async function cruise(): Promise<readonly Violation[]> {
  const program = path.join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = path.join(project, '.dependency-cruiser.js')
  const args = [program, '--config', config, '--output-type', 'json', 'main', 'shared', 'preload', 'renderer']
  const output = await new Promise<string>((resolve, reject) => {
    // It exits 0 with the json reporter, whatever it finds.
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr, { cause: error }))
    })
  })
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations
}

describe('an import that the layers forbid is found', () => {
  test.each(broken)('%s importing %s breaks %s', (file, _target, rule) => {
    expect(violations.filter(({ from }) => from === file).map((found) => found.rule.name)).toContain(rule)
  })

  test('also where only a type is imported', () => {
    const found = violations.filter(({ from }) => from === 'main/services/type.ts')
    expect(found.map(({ rule }) => rule.name)).toEqual(['services-imports'])
  })

  test('every rule is broken once', async () => {
    const config = (await import(path.join(project, '.dependency-cruiser.js'))) as {
      default: { forbidden: { name: string }[] }
    }
    const rules = config.default.forbidden.map(({ name }) => name)
    expect(new Set(broken.map(([, , rule]) => rule))).toEqual(new Set(rules))
  })
})

describe('an import that the layers allow passes', () => {
  test.each(allowed)('%s importing %j', (file) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([])
  })
})
