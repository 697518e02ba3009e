import { describe, expect, it } from 'vitest'
import type { ErrorData } from '../../../../shared/errors.ts'
import type { RunEvent } from '../../../../shared/job.ts'
import { defaultOptions, type ShowOptions } from '../../../../main/cli/flag.ts'
import type { Addresses } from '../../../../main/cli/output/addresses.ts'
import { Reporter } from '../../../../main/cli/output/reporter.ts'
import { Screen } from '../../../../main/cli/output/screen.ts'
import { FakeHost } from '../fake-host.ts'
import { report, row } from '../rows.ts'

const addresses: Addresses = {
  source: { kind: 'local', root: '/here/src' },
  destination: { kind: 's3', bucket: 'b', prefix: '' },
  cwd: '/here',
  platform: 'linux',
}

const denied: ErrorData = {
  code: 'access-denied',
  message: 'These credentials may not write there.',
  advice: 'Ask for s3:PutObject.',
  s3: { operation: 'PutObject', s3Code: 'AccessDenied', s3Message: 'Access Denied', requestId: 'r1' },
}

const done: RunEvent = { kind: 'row', row: row() }
const failed: RunEvent = { kind: 'row', row: row({ key: 'f', state: 'failed', outcome: { error: denied } }) }
const warning: RunEvent = {
  kind: 'problem',
  problem: { side: 'source', key: 'l', path: '/here/src/l', kind: 'missing', message: 'm' },
}
const progress: RunEvent = {
  kind: 'progress',
  progress: {
    listed: { source: 1, destination: 0 },
    planned: false,
    transfers: { done: 0, failed: 0, total: 0 },
    deletes: { done: 0, failed: 0, total: 0 },
    bytes: { done: 0, total: 0 },
    rate: 0,
    secondsLeft: null,
  },
  moving: [],
}

/** What is said about some events and the end of the run. */
function say(
  show: Partial<ShowOptions>,
  events: readonly RunEvent[],
  { dryRun = false, terminal = false } = {},
): FakeHost {
  const host = new FakeHost()
  host.stderr.isTerminal = terminal
  const reporter = new Reporter(new Screen(host), { ...defaultOptions().show, ...show })
  for (const event of events) void reporter.take(event, addresses, dryRun)
  void reporter.close(report({ dryRun }))
  return host
}

describe('what is said (FMT-3)', () => {
  // One row of the table above Reporter each: done, dry-run row, failure, warning, progress, summary.
  it.each<[Partial<ShowOptions>, boolean[]]>([
    [{}, [true, true, true, true, true, true]],
    [{ progress: false }, [true, true, true, true, false, true]],
    [{ onlyErrors: true }, [false, true, true, true, false, false]],
    [{ quiet: true }, [false, false, false, false, false, false]],
    [{ quiet: true, onlyErrors: true }, [false, false, false, false, false, false]],
  ])('with %j', (show, said) => {
    const real = say(show, [done, failed, warning, progress], { terminal: true })
    const dry = say(show, [{ kind: 'row', row: row({ state: 'planned', outcome: null }) }], { dryRun: true })
    expect([
      real.stdout.text === 'upload: src/a.txt to s3://b/a.txt\n',
      dry.stdout.text === '(dryrun) upload: src/a.txt to s3://b/a.txt\n',
      real.stderr.text.includes('upload failed: src/f to s3://b/f'),
      real.stderr.text.includes('warning: Skipping file /here/src/l. File does not exist.'),
      real.stderr.text.includes('listed 1 and 0'),
      real.stderr.text.includes('nothing to do'),
    ]).toEqual(said)
  })

  it('is nothing when there was nothing to do and no terminal (FMT-4)', () => {
    const host = say({}, [progress])
    expect(host.stdout.text + host.stderr.text).toBe('')
  })
})

describe('what went wrong with a row', () => {
  it('is one line in the words of aws; its meaning is said once, its request id every time', () => {
    const another: RunEvent = {
      kind: 'row',
      row: row({ key: 'g', state: 'failed', outcome: { error: denied } }),
    }
    expect(say({}, [failed, another]).stderr.lines).toEqual([
      'upload failed: src/f to s3://b/f An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      '  These credentials may not write there.',
      '  Ask for s3:PutObject.',
      '  request id r1',
      'upload failed: src/g to s3://b/g An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      '  request id r1',
    ])
  })

  it('can be a refusal, or a delete withheld, also in a dry run', () => {
    const refused: RunEvent = {
      kind: 'row',
      row: row({ state: 'refused-changed', outcome: { error: { code: 'changed', message: 'It changed.' } } }),
    }
    const withheld: RunEvent = {
      kind: 'row',
      row: row({ action: 'delete-remote', state: 'withheld', outcome: null }),
    }
    expect(say({}, [refused, withheld]).stderr.lines).toEqual([
      'upload refused: src/a.txt to s3://b/a.txt It changed.',
      'delete withheld: s3://b/a.txt',
    ])
    expect(say({}, [withheld], { dryRun: true }).stderr.lines).toEqual([
      '(dryrun) delete withheld: s3://b/a.txt',
    ])
  })

  it('is not told twice: a skipped row has its warning', () => {
    const skipped: RunEvent = { kind: 'row', row: row({ action: 'skip', reason: 'archived', state: 'done' }) }
    const host = say({}, [skipped])
    expect(host.stdout.text + host.stderr.text).toBe('')
  })
})

describe('how a run ended', () => {
  const close = (differs: Parameters<typeof report>[0]): string[] => {
    const host = new FakeHost()
    void new Reporter(new Screen(host), defaultOptions().show).close(report(differs))
    return host.stderr.lines
  }
  const { summary } = report()

  it('by an error', () => {
    expect(close({ endedBy: { code: 'unreachable', message: 'No answer.', advice: 'Check it.' } })).toEqual([
      'fatal error: No answer.',
      '  Check it.',
    ])
  })

  it('by Ctrl-C, which was said when it was pressed', () => {
    expect(close({ endedBy: { code: 'interrupted', message: 'Stopped.' } })).toEqual([])
  })

  it('with deletes that a guard withheld', () => {
    const error: ErrorData = { code: 'empty-source', message: 'Empty.', advice: 'Look.' }
    expect(close({ withheld: 3, summary: { ...summary, withheld: error } })).toEqual([
      'fatal error: Empty.',
      '  Look.',
    ])
  })

  it('with deletes withheld because something failed', () => {
    expect(close({ withheld: 3, failed: 1 })).toEqual([
      'Deletes were withheld, because transfers failed or were refused (see above).',
    ])
  })
})

describe('--json', () => {
  const lines = (host: FakeHost): unknown[] => host.stdout.lines.map((line): unknown => JSON.parse(line))

  it('has a line for each row, warning and notice, and the report last', () => {
    const notice: RunEvent = { kind: 'notice', subject: 's', message: 'm' }
    const host = say({ json: true }, [done, failed, warning, notice, progress])
    expect(lines(host)).toEqual([
      {
        type: 'row',
        ...row(),
        why: 'the destination does not have it',
        from: 'src/a.txt',
        to: 's3://b/a.txt',
      },
      expect.objectContaining({ type: 'row', key: 'f', state: 'failed', outcome: { error: denied } }),
      { type: 'warning', side: 'source', key: 'l', path: '/here/src/l', kind: 'missing', message: 'm' },
      { type: 'notice', subject: 's', message: 'm' },
      expect.objectContaining({ type: 'report' }),
    ])
    expect(host.stderr.text).toContain('upload failed: ')
  })

  it('has them all with --quiet, and then nothing else', () => {
    const host = say({ json: true, quiet: true }, [done, failed, warning])
    expect(lines(host)).toHaveLength(4)
    expect(host.stderr.text).toBe('')
  })

  it('ends in the fields that scripts go by', () => {
    const host = new FakeHost()
    const { summary } = report()
    const run = report({
      exit: 1,
      failed: 1,
      transferred: { count: 4, bytes: 40 },
      deleted: { count: 2, bytes: 2 },
      proof: { hash: 3, size: 1, none: 0 },
      summary: {
        ...summary,
        transfers: { count: 5, bytes: 50 },
        deletes: { count: 2, bytes: 2 },
        skipped: 6,
      },
    })
    void new Reporter(new Screen(host), { ...defaultOptions().show, json: true }).close(run)
    expect(lines(host)).toEqual([
      {
        type: 'report',
        ok: false,
        exit: 1,
        planned: 7,
        done: 4,
        failed: 1,
        deleted: 2,
        skipped: 6,
        proof: { hash: 3, size: 1, none: 0 },
        error: null,
        run,
      },
    ])
  })

  it('has its last line also when nothing could be run', () => {
    const host = new FakeHost()
    const reporter = new Reporter(new Screen(host), { ...defaultOptions().show, json: true })
    expect(reporter.refuse({ code: 'source-missing', message: 'Gone.' })).toBe(3)
    expect(lines(host)).toMatchObject([
      { type: 'report', ok: false, exit: 3, planned: 0, done: 0, error: { code: 'source-missing' } },
    ])
    expect(host.stderr.lines).toEqual(['fatal error: Gone.'])
  })
})
