import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../shared/errors.ts'
import { InMemory } from './in-memory.ts'

function site(): InMemory {
  const memory = new InMemory()
  memory.s3.makeBucket('B')
  memory.plant({ 'src/a.txt': 'a', 'src/d/b.txt': 'bb' })
  return memory
}

describe('sluice sync', () => {
  it('prints the lines of aws s3 sync and nothing else', async () => {
    const memory = site()
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.host.stdout.lines.sort()).toEqual([
      'upload: src/a.txt to s3://B/a.txt',
      'upload: src/d/b.txt to s3://B/d/b.txt',
    ])
    expect(memory.host.stderr.text).toBe('')
    expect(memory.keys('B')).toEqual(['a.txt', 'd/b.txt'])
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.host.stdout.text + memory.host.stderr.text).toBe('')
  })

  it('takes metadata from a file, and says so where there is none', async () => {
    const memory = site()
    memory.plant({ 'meta.json': '{"k":"v"}' })
    expect(await memory.run('sync', 'src', 's3://B', '--metadata', 'file://meta.json')).toBe(0)
    expect(memory.s3.buckets.get('B')?.current('a.txt')?.metadata).toEqual({ k: 'v' })
    expect(await memory.run('sync', 'src', 's3://B', '--metadata', 'file://nowhere')).toBe(252)
    expect(memory.host.stderr.text).toMatch(/--metadata names the file nowhere/)
  })

  it('takes . as a root, and shows its files as aws does', async () => {
    const memory = site()
    memory.plant({ 'c.txt': 'c' })
    await memory.run('sync', '.', 's3://B/p')
    expect(memory.host.stdout.lines.sort()).toEqual([
      'upload: ./c.txt to s3://B/p/c.txt',
      'upload: src/a.txt to s3://B/p/src/a.txt',
      'upload: src/d/b.txt to s3://B/p/src/d/b.txt',
    ])
  })

  it('downloads, copies and deletes', async () => {
    const memory = site()
    await memory.run('sync', 'src', 's3://B')
    memory.s3.makeBucket('C')
    expect(await memory.run('sync', 's3://B/d', 's3://C/x/')).toBe(0)
    expect(memory.host.stdout.lines).toEqual(['copy: s3://B/d/b.txt to s3://C/x/b.txt'])
    expect(await memory.run('sync', 's3://B', 'dst')).toBe(0)
    expect(memory.host.stdout.lines.sort()).toEqual([
      'download: s3://B/a.txt to dst/a.txt',
      'download: s3://B/d/b.txt to dst/d/b.txt',
    ])
    memory.put('B', 'old', 'x')
    expect(await memory.run('sync', 'src', 's3://B', '--delete', '--dryrun')).toBe(0)
    expect(memory.host.stdout.lines).toEqual(['(dryrun) delete: s3://B/old'])
    expect(memory.keys('B')).toContain('old')
    expect(await memory.run('sync', 'src', 's3://B', '--delete')).toBe(0)
    expect(memory.host.stdout.lines).toEqual(['delete: s3://B/old'])
    expect(memory.keys('B')).not.toContain('old')
  })

  it('escapes names on their way out', async () => {
    const memory = site()
    memory.plant({ 'src/two\nlines': 'x' })
    await memory.run('sync', 'src', 's3://B', '--exclude', '*', '--include', 'two*')
    expect(memory.host.stdout.text).toBe('upload: src/two\\nlines to s3://B/two\\nlines\n')
  })

  it('hands the flags of the connection to the engine, with the bundle’s path made absolute', async () => {
    const memory = site()
    memory.host.env = { AWS_PROFILE: 'env' }
    await memory.run(
      'sync',
      'src',
      's3://B',
      '--profile',
      'p',
      '--endpoint-url',
      'http://127.0.0.1:1',
      '--ca-bundle',
      'ca.pem',
    )
    expect(memory.connection).toMatchObject({
      profile: 'p',
      endpointUrl: 'http://127.0.0.1:1',
      caBundle: '/here/ca.pem',
      env: { AWS_PROFILE: 'env' },
    })
  })

  it.each([[['--dryrun']], [['--dryrun', '--json']]])('goes no faster than who reads %j', async (flags) => {
    const memory = site()
    memory.put('B', 'old', 'x')
    const reader = Promise.withResolvers<undefined>()
    memory.host.stdout.room = reader.promise
    const { promise: paused, resolve: pause } = Promise.withResolvers<undefined>()
    memory.world.clock.after(5000, () => {
      pause(undefined)
    })
    const run = memory.run('sync', 'src', 's3://B', '--delete', ...flags)
    await paused
    expect(memory.host.stdout.lines).toHaveLength(1)
    memory.host.stdout.room = undefined
    reader.resolve(undefined)
    expect(await run).toBe(0)
    expect(memory.host.stdout.lines.length).toBeGreaterThan(2)
  })

  it('leaves no listener and no timer behind', async () => {
    const memory = site()
    await memory.run('sync', 'src', 's3://B')
    await memory.run('sync', 'missing', 's3://B')
    expect(memory.host.listeners).toBe(0)
    expect(memory.world.clock.pending).toBe(0)
    expect(memory.host.logged.filter(({ what }) => what === 'closed')).toHaveLength(2)
  })
})

describe('bad input: what it was, the way out, the exit code, and nothing deleted', () => {
  it.each<[string, string[], number, string[]]>([
    [
      'a missing source folder (PTH-7)',
      ['sync', 'nope', 's3://B', '--delete'],
      3,
      [
        'fatal error: The user-provided path nope does not exist.',
        '  Nothing was done, and nothing deleted.',
      ],
    ],
    [
      'a missing folder on the way to a source that is there',
      ['sync', 'nope/../src', 's3://B', '--delete'],
      3,
      ['fatal error: The user-provided path nope/../src does not exist.'],
    ],
    [
      'a file as the source (D-9)',
      ['sync', 'src/a.txt', 's3://B', '--delete'],
      252,
      ['src/a.txt is not a folder.', 'sluice cp'],
    ],
    [
      'a file as the destination (D-9)',
      ['sync', 's3://B', 'src/a.txt', '--delete'],
      252,
      ['src/a.txt is not a folder.'],
    ],
    ['a bucket that is not there', ['sync', 'src', 's3://nope', '--delete'], 3, ['NoSuchBucket']],
    [
      'two local sides (ARG-1)',
      ['sync', 'src', 'dst', '--delete'],
      252,
      ['Both sides are on this machine: src and dst.', 'rsync'],
    ],
    [
      'no bucket in the address',
      ['sync', 'src', 's3://', '--delete'],
      3,
      ['"s3://" names no bucket.', 's3://bucket/prefix'],
    ],
    ['a stream', ['sync', '-', 's3://B', '--delete'], 252, ['A stream (-) is not a place to sync.']],
    ['an address that is nearly one', ['sync', 'src', 'S3://B', '--delete'], 252, ['"S3://B"', './s3:']],
    [
      'overlapping roots (D-5)',
      ['sync', 's3://B', 's3://B/in', '--delete'],
      252,
      ['One side lies inside the other', "--exclude 'in/*'"],
    ],
    [
      'an unknown flag (ARG-2)',
      ['sync', 'src', 's3://B', '--delet'],
      252,
      ["'--delet'", 'Did you mean --delete?'],
    ],
  ])('%s', async (_what, args, exit, said) => {
    const memory = site()
    memory.put('B', 'precious', 'x')
    expect(await memory.run(...args)).toBe(exit)
    for (const text of said) expect(memory.host.stderr.text).toContain(text)
    expect(memory.host.stdout.text).toBe('')
    expect(memory.keys('B')).toEqual(['precious'])
  })

  it('refused credentials, in the words of the server', async () => {
    const memory = site()
    memory.put('B', 'precious', 'x')
    memory.s3.before = () => {
      throw new SluiceError({
        code: 'credentials-refused',
        message: 'The server does not know this access key.',
        advice: 'Check the profile.',
        s3: {
          operation: 'ListObjectsV2',
          s3Code: 'InvalidAccessKeyId',
          s3Message: 'Unknown key',
          requestId: 'r',
        },
      })
    }
    expect(await memory.run('sync', 'src', 's3://B', '--delete')).toBe(4)
    expect(memory.host.stderr.lines).toEqual([
      'fatal error: An error occurred (InvalidAccessKeyId) when calling the ListObjectsV2 operation: Unknown key',
      '  The server does not know this access key.',
      '  Check the profile.',
      '  request id r',
    ])
  })

  it('an empty source withholds every delete, in a dry run too (D-2)', async () => {
    const memory = site()
    memory.plant({ 'empty/': { folder: true } })
    memory.put('B', 'precious', 'x')
    for (const flags of [['--delete'], ['--delete', '--dryrun']]) {
      expect(await memory.run('sync', 'empty', 's3://B', ...flags)).toBe(5)
      expect(memory.host.stderr.text).toContain('--allow-empty-source')
    }
    expect(memory.keys('B')).toEqual(['precious'])
  })

  it('--quiet says nothing of it, and the exit code stays', async () => {
    const memory = site()
    expect(await memory.run('sync', 'nope', 's3://B', '--quiet')).toBe(3)
    expect(memory.host.stderr.text).toBe('')
  })

  it('--json ends in its report, whatever was wrong', async () => {
    const memory = site()
    for (const args of [
      ['sync', 'nope', 's3://B'],
      ['sync', 'src', 's3://B', '--delet'],
      ['sync', 'src', 's3://nope'],
    ]) {
      const exit = await memory.run(...args, '--json')
      expect(JSON.parse(memory.host.stdout.lines.at(-1) ?? '')).toMatchObject({
        type: 'report',
        ok: false,
        exit,
      })
    }
  })

  it('a bug of ours is said as one', async () => {
    const memory = site()
    memory.parts.engine = () => Promise.reject(new TypeError('x is not a function'))
    expect(await memory.run('sync', 'src', 's3://B')).toBe(1)
    expect(memory.host.stderr.text).toContain('TypeError: x is not a function')
    expect(memory.host.stderr.text).toContain('--debug')
  })
})

describe('Ctrl-C', () => {
  it('lets what is in flight finish, begins nothing more, and exits 130', async () => {
    const memory = site()
    let pressed = false
    memory.s3.before = (op) => {
      if (op === 'put' && !pressed) memory.host.signal('SIGINT')
      pressed ||= op === 'put'
    }
    expect(await memory.run('sync', 'src', 's3://B')).toBe(130)
    expect(memory.host.stdout.lines.length).toBeGreaterThan(0)
    expect(memory.host.stderr.lines).toContain(
      'cancelled: ctrl-c received. Finishing what is in flight; once more to stop that too.',
    )
  })
})

describe('sluice', () => {
  it('without a command says where the commands are listed', async () => {
    const memory = new InMemory()
    expect(await memory.run()).toBe(252)
    expect(memory.host.stderr.lines).toEqual([
      'usage error: No command was given.',
      '  The commands are listed by: sluice --help',
    ])
  })

  it('--help goes to stdout and loads no engine', async () => {
    const memory = new InMemory()
    memory.parts.engine = () => Promise.reject(new Error('loaded'))
    expect(await memory.run('--help')).toBe(0)
    expect(memory.host.stdout.text).toContain('Usage: sluice COMMAND')
  })

  it('--debug traces to stderr, and only there', async () => {
    const memory = site()
    let failures = 1
    memory.s3.before = (op) => {
      if (op === 'put' && failures-- > 0) throw new SluiceError({ code: 'slow-down', message: 'Slower.' })
    }
    expect(await memory.run('sync', 'src', 's3://B', '--debug')).toBe(0)
    expect(memory.host.stderr.text).toContain('debug: {"what":"retry"')
    expect(memory.host.stdout.lines).toHaveLength(2)
    expect(memory.host.logged).toContainEqual(expect.objectContaining({ what: 'retry' }))
  })

  it('logs how a run began and ended', async () => {
    const memory = site()
    await memory.run('sync', 'src', 's3://B/p', '--delete')
    expect(memory.host.logged).toMatchObject([
      { what: 'begin', source: '/here/src', destination: 's3://B/p/', rules: { delete: true } },
      { what: 'end', report: { exit: 0, transferred: { count: 2 } } },
      { what: 'closed' },
    ])
  })

  it('says when its log could not be written', async () => {
    const memory = site()
    memory.host.logFailure = new Error('no space')
    expect(await memory.run('sync', 'src', 's3://B')).toBe(0)
    expect(memory.host.stderr.lines).toEqual([
      'warning: The log /state/logs/run-1.jsonl is not complete: no space',
    ])
  })
})
