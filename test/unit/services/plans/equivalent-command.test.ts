import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { parseArguments } from '../../../../main/cli/parse-arguments.ts'
import { equivalentCommand, type CommandParts } from '../../../../main/services/plans/equivalent-command.ts'
import { noWriteProperties } from '../../../../shared/write-properties.ts'
import { defaultSyncOptions, type SyncOptions } from '../../../../shared/sync-options.ts'

const command = (
  parts: Partial<CommandParts> = {},
  options: Partial<SyncOptions> = {},
  platform: NodeJS.Platform = 'linux',
): string =>
  equivalentCommand(
    {
      source: '/site',
      destination: 's3://www/',
      filters: [],
      sourceConnection: [],
      connection: [],
      isCopy: false,
      trash: false,
      ...parts,
      options: { ...defaultSyncOptions, compare: 'default', ...options },
    },
    platform,
  )

describe('the command', () => {
  test.each<[string, Partial<SyncOptions>, string]>([
    ['nothing more', {}, ''],
    ['deletes', { deleteExtras: true }, ' --delete'],
    ['sizes only', { compare: 'size-only' }, ' --size-only'],
    ['any time', { compare: 'any-time' }, ' --exact-timestamps'],
    ['content', { compare: 'content' }, ' --compare content'],
    ['exact times', { compare: 'exact-timestamps' }, ' --exact-timestamps'],
    ['no ignore file', { ignoreFile: false }, ' --no-ignore-file'],
    ['a budget of entries', { maxDelete: { kind: 'count', count: 25 } }, ' --max-delete 25'],
    ['a budget in bytes', { maxDelete: { kind: 'bytes', bytes: 2048 } }, ' --max-delete 2048B'],
    ['links', { followLinks: false }, ' --no-follow-symlinks'],
    [
      'properties',
      {
        properties: {
          ...noWriteProperties,
          storageClass: 'STANDARD_IA',
          encryption: 'aws:kms',
          kmsKeyId: 'k',
          acl: 'private',
        },
      },
      ' --storage-class STANDARD_IA --sse aws:kms --sse-kms-key-id k --acl private',
    ],
    [
      'a key without its encryption',
      { properties: { ...noWriteProperties, encryption: 'AES256', kmsKeyId: 'k' } },
      ' --sse AES256',
    ],
  ])('says %s', (_, options, flags) => {
    expect(command({}, options)).toBe(`sluice sync /site s3://www/${flags}`)
  })

  test('has filters in their order, and one that looks like a flag in one word with its own', () => {
    const filters = [
      { kind: 'exclude', pattern: '*' },
      { kind: 'include', pattern: '--delete' },
      { kind: 'exclude', pattern: 'a b' },
    ] as const
    const text = command({ filters })
    expect(text).toContain("--exclude '*' --include=--delete --exclude 'a b'")
    const words = spawnSync('sh', ['-c', `printf '%s\\n' ${text}`], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n')
    expect(parseArguments(words.slice(1))).toMatchObject({
      kind: 'run',
      options: { rules: { filters, delete: false } },
    })
  })

  test('has flags of both connections of a copy', () => {
    const parts = {
      source: 's3://a/',
      isCopy: true,
      sourceConnection: ['--profile', '--odd', '--region', 'eu'],
      connection: ['--profile', 'b'],
    }
    expect(command(parts)).toBe(
      'sluice sync s3://a/ s3://www/ --source-profile --odd --source-region eu --profile b',
    )
  })

  test('has the flags of a download’s source as they are', () => {
    expect(command({ sourceConnection: ['--profile', 'a'] })).toBe('sluice sync /site s3://www/ --profile a')
  })
})

describe('quoting', () => {
  const strange = ["it's", 'a b', '$(id)', '`id`', '"', '\\', 'a\nb', '!x', '~', '*', '', '’', 'ä', ';', '-x']

  test.each(strange)('keeps %j whole in a shell', (source) => {
    const { stdout } = spawnSync(
      'sh',
      ['-c', `printf '%s' ${command({ source }).split(' ').slice(2, -1).join(' ')}`],
      {
        encoding: 'utf8',
      },
    )
    expect(stdout).toBe(source)
  })

  test.each([
    ['C:\\site', 'C:\\site'],
    ['C:\\my site', "'C:\\my site'"],
    ["it's", "'it''s'"],
    ['it’s', "'it’’s'"],
    ['$x', "'$x'"],
    ['', "''"],
  ])('makes %s %s for PowerShell', (source, word) => {
    expect(command({ source }, {}, 'win32')).toBe(`sluice sync ${word} s3://www/`)
  })
})
