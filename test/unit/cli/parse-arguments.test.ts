import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../shared/errors.ts'
import { verbs, type Options } from '../../../main/cli/flag.ts'
import { flags } from '../../../main/cli/flags.ts'
import { parseArguments } from '../../../main/cli/parse-arguments.ts'

/** What `sluice sync a s3://b …` is understood as. */
function options(...args: string[]): Options {
  const request = parseArguments(['sync', 'a', 's3://b', ...args])
  if (request.kind !== 'run') throw new Error('help was given')
  return request.options
}

function refusal(args: readonly string[]): SluiceError {
  try {
    parseArguments(args)
  } catch (error) {
    if (error instanceof SluiceError) return error
    throw error
  }
  throw new Error(`${args.join(' ')} was accepted`)
}

describe('flags of sync', () => {
  it('default to aws s3 sync', () => {
    expect(options()).toMatchObject({
      rules: {
        compare: 'default',
        filters: [],
        delete: false,
        dryRun: false,
        maxDelete: null,
        allowEmptySource: false,
        followLinks: true,
        copyAll: false,
      },
      connection: {},
      show: { quiet: false, onlyErrors: false, progress: true, json: false, debug: false },
    })
  })

  it.each<[string[], object]>([
    [['--delete'], { rules: { delete: true } }],
    [['--dryrun'], { rules: { dryRun: true } }],
    [['--size-only'], { rules: { compare: 'size-only' } }],
    [['--exact-timestamps'], { rules: { compare: 'exact-timestamps' } }],
    // CMP-7: in either order
    [['--compare', 'content'], { rules: { compare: 'content' } }],
    [['--checksum', '--exact-timestamps', '--size-only'], { rules: { compare: 'content' } }],
    [['--size-only', '--compare=content'], { rules: { compare: 'content' } }],
    [['--no-overwrite', '--checksum'], { rules: { compare: 'no-overwrite' } }],
    [['--size-only', '--exact-timestamps'], { rules: { compare: 'exact-timestamps' } }],
    [['--exact-timestamps', '--size-only'], { rules: { compare: 'exact-timestamps' } }],
    // SYM-5: the last one wins
    [['--no-follow-symlinks'], { rules: { followLinks: false } }],
    [['--no-follow-symlinks', '--follow-symlinks'], { rules: { followLinks: true } }],
    [['--follow-symlinks', '--no-follow-symlinks'], { rules: { followLinks: false } }],
    [['--allow-empty-source'], { rules: { allowEmptySource: true } }],
    [['--quiet'], { show: { quiet: true } }],
    [['--only-show-errors'], { show: { onlyErrors: true } }],
    [['--no-progress'], { show: { progress: false } }],
    [['--json'], { show: { json: true } }],
    [['--debug'], { show: { debug: true } }],
    [['--profile', 'p', '--region', 'eu-west-1'], { connection: { profile: 'p', region: 'eu-west-1' } }],
    [['--endpoint-url=http://127.0.0.1:1'], { connection: { endpointUrl: 'http://127.0.0.1:1' } }],
    [['--no-verify-ssl', '--no-sign-request'], { connection: { verifySsl: false, signRequests: false } }],
    [['--ca-bundle', 'ca.pem'], { connection: { caBundle: 'ca.pem' } }],
    [['--cli-read-timeout', '0'], { connection: { readTimeoutSeconds: 0 } }],
    [['--cli-connect-timeout=7'], { connection: { connectTimeoutSeconds: 7 } }],
    [['--min-rate', '10KB'], { connection: { leastRate: 10_240 } }],
    [['--min-rate=500'], { connection: { leastRate: 500 } }],
    [
      ['--max-requests', '20', '--max-memory', '64MB'],
      { transfer: { maxConcurrentRequests: 20, memoryBudget: 64 << 20 } },
    ],
    [['--region', 'a', '--region', 'b'], { connection: { region: 'b' } }],
  ])('%j sets %j', (args, expected) => {
    expect(options(...args)).toMatchObject(expected)
  })

  it('keep the order of filters across both kinds, as --x v and as --x=v (FLT-2)', () => {
    const { filters } = options(
      '--exclude',
      '*',
      '--include=*.txt',
      '--exclude',
      'a b/[!c]*',
      '--include',
      '',
    ).rules
    expect(filters).toEqual([
      { kind: 'exclude', pattern: '*' },
      { kind: 'include', pattern: '*.txt' },
      { kind: 'exclude', pattern: 'a b/[!c]*' },
      { kind: 'include', pattern: '' },
    ])
  })

  it('start afresh with every command line', () => {
    options('--delete', '--exclude', '*')
    expect(options().rules).toMatchObject({ delete: false, filters: [] })
  })

  it.each([
    ['0', { kind: 'count', count: 0 }],
    ['25', { kind: 'count', count: 25 }],
    ['10%', { kind: 'share', percent: 10 }],
    ['0.5%', { kind: 'share', percent: 0.5 }],
    ['100%', { kind: 'share', percent: 100 }],
    ['500MB', { kind: 'bytes', bytes: 500 * 1024 ** 2 }],
    ['1.5GiB', { kind: 'bytes', bytes: 1.5 * 1024 ** 3 }],
    ['7B', { kind: 'bytes', bytes: 7 }],
  ])('--max-delete %s is %j (D-21)', (text, maxDelete) => {
    expect(options('--max-delete', text).rules.maxDelete).toEqual(maxDelete)
  })
})

describe('places of flags and addresses', () => {
  it.each([
    [['sync', 'a', 's3://b', '--delete']],
    [['sync', '--delete', 'a', 's3://b']],
    [['sync', 'a', '--delete', 's3://b']],
    [['sync', '--delete', '--', 'a', 's3://b']],
  ])('%j means the same', (args) => {
    expect(parseArguments(args)).toMatchObject({
      operands: ['a', 's3://b'],
      options: { rules: { delete: true } },
    })
  })

  it('a lone - is an address, for the address check to refuse', () => {
    expect(parseArguments(['sync', '-', 's3://b'])).toMatchObject({ operands: ['-', 's3://b'] })
  })

  it('ls takes one address or none', () => {
    expect(parseArguments(['ls'])).toMatchObject({ verb: 'ls', operands: [] })
    expect(parseArguments(['ls', 's3://b', '--recursive'])).toMatchObject({
      operands: ['s3://b'],
      options: { recursive: true },
    })
  })

  it('practice has a port, a directory and a tour', () => {
    const request = parseArguments(['practice', '--tour', '--port', '9000', '--directory', 'd'])
    expect(request).toMatchObject({ verb: 'practice', options: { tour: true, port: 9000, directory: 'd' } })
  })
})

describe('what is not understood', () => {
  it.each([
    [['sync', 'a', 's3://b', '--delet'], "Unknown option '--delet'. Did you mean --delete?"],
    [['sync', 'a', 's3://b', '--excluded', 'x'], "Unknown option '--excluded'. Did you mean --exclude?"],
    [['sync', 'a', 's3://b', '--recursive'], "Unknown option '--recursive'."], // ARG-9
    [['sync', 'a', 's3://b', '-x'], "Unknown option '-x'."],
    [['sync', 'a', 's3://b', '--delete=yes'], "Unknown option '--delete=yes'."],
    [['sync', 'a'], "Missing required argument 'destination'."],
    [['sync'], "Missing required argument 'source'."],
    [['sync', 'a', 'b', 'c'], "Too many arguments for 'sync'. Expected 2 arguments but got 3: a, b, c."],
    [['sync', 'a', 's3://b', '--exclude'], "Option '--exclude <PATTERN>' argument missing."],
    [['snyc', 'a', 'b'], "Unknown command 'snyc'. Did you mean sync?"],
    [['help', 'snyc'], "There is no command 'snyc'."],
    [['--delete'], "Unknown option '--delete'."],
    [[], 'No command was given.'],
    [['sync', 'a', 's3://b', '--max-delete', 'x'], `--max-delete can't be "x".`],
    [['sync', 'a', 's3://b', '--max-delete', '-1'], `--max-delete can't be "-1".`],
    [['sync', 'a', 's3://b', '--max-delete', '101%'], `--max-delete can't be "101%".`],
    [
      ['sync', 'a', 's3://b', '--max-delete', '99999999999999999999'],
      `--max-delete can't be "99999999999999999999".`,
    ],
    [
      ['sync', 'a', 's3://b', '--endpoint-url', 'localhost:9000'],
      `--endpoint-url can't be "localhost:9000".`,
    ],
    [['sync', 'a', 's3://b', '--endpoint-url', 'ftp://x'], `--endpoint-url can't be "ftp://x".`],
    [['sync', 'a', 's3://b', '--cli-read-timeout', '1.5'], `--cli-read-timeout can't be "1.5".`],
    [['practice', '--port', '65536'], `--port can't be "65536".`],
  ])('%j: %s', (args, message) => {
    const error = refusal(args)
    expect(error).toMatchObject({ code: 'usage', message })
    expect(error.advice).not.toBe('')
  })

  it('names the help of the command it was about', () => {
    expect(refusal(['ls', '--x']).advice).toBe('Usage: sluice ls [address]. All its flags: sluice ls --help')
    expect(refusal(['nope']).advice).toBe('The commands are listed by: sluice --help')
  })
})

describe('the help', () => {
  it.each([[['--help']], [['-h']], [['help']]])('%j is that of all commands', (args) => {
    const request = parseArguments(args)
    expect(request.kind).toBe('help')
    for (const verb of verbs)
      expect(request).toMatchObject({ text: expect.stringContaining(`sluice ${verb}`) as string })
  })

  it.each(verbs)('of %s has each of its flags, no other, and fits 80 columns', (verb) => {
    const request = parseArguments([verb, '--help'])
    if (request.kind !== 'help') throw new Error('no help')
    expect(parseArguments(['help', verb])).toEqual(request)
    const named =
      request.text.match(/^ {2}(-[a-z], )?--[a-z-]+/gm)?.map((text) => text.replace(/^.*--/, '')) ?? []
    expect(named.sort()).toEqual(
      flags
        .filter((flag) => flag.verbs.includes(verb))
        .map(({ name }) => name)
        .sort(),
    )
    for (const line of request.text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  it('of sync states the safety rules, the last JSON line and every exit code', () => {
    const request = parseArguments(['sync', '--help'])
    if (request.kind !== 'help') throw new Error('no help')
    expect(request.text).toContain('Unknown is not absent')
    expect(request.text).toContain('--allow-empty-source')
    expect(request.text).toContain('"report"   the last line, always')
    for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 130, 252])
      expect(request.text).toMatch(new RegExp(`^ +${code}  `, 'm'))
  })

  it.each([
    [['--exclude', '--dryrun'], '--exclude'],
    [['--max-delete', '--delete'], '--max-delete'],
    [['--profile', '--region=x'], '--profile'],
  ])('%j: a flag is no value for the one before it', (args, flag) => {
    expect(() => parseArguments(['sync', 'a', 's3://b', ...args])).toThrow(`Option '${flag}' needs a value`)
  })

  it('a value that looks like a flag can be given with an equals sign', () => {
    const request = parseArguments(['sync', 'a', 's3://b', '--exclude=--dryrun', '--include', '--own-name'])
    expect(request).toMatchObject({
      options: {
        rules: {
          dryRun: false,
          filters: [
            { kind: 'exclude', pattern: '--dryrun' },
            { kind: 'include', pattern: '--own-name' },
          ],
        },
      },
    })
  })
})
