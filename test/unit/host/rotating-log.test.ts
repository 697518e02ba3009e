import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RotatingLog } from '../../../main/host/rotating-log.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-log-'))
  path = join(folder, 'run.jsonl')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const lines = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

describe('the log of a run', () => {
  it('has one object a line, with its time, for this user only', () => {
    const log = new RotatingLog(path, ['hunter2hunter2'], () => Date.UTC(2026, 10, 23))
    log.write({ what: 'planned', row: 1 })
    log.write({ what: 'put', password: 'x', note: 'hunter2hunter2' })
    log.close()
    expect(lines(path)).toEqual([
      { time: '2026-11-23T00:00:00.000Z', what: 'planned', row: 1 },
      { time: '2026-11-23T00:00:00.000Z', what: 'put', password: '[removed]', note: '[removed]' },
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is set aside when it is full, and only so many are kept', () => {
    for (let round = 0; round < 5; round++) {
      const log = new RotatingLog(path, [], () => 0, { maxBytes: 10, keep: 2 })
      log.write({ what: `round ${round}` })
      log.close()
    }
    expect(readdirSync(folder).sort()).toEqual(['run.jsonl', 'run.jsonl.1', 'run.jsonl.2'])
    expect([path, `${path}.1`, `${path}.2`].flatMap(lines)).toMatchObject([
      { what: 'round 4' },
      { what: 'round 3' },
      { what: 'round 2' },
    ])
  })

  it('stops quietly and says why when it cannot be written', () => {
    const log = new RotatingLog('/dev/full', [], () => 0)
    log.write({ what: 'anything' })
    log.close()
    expect(log.failure).toMatchObject({ code: 'ENOSPC' })
    log.write({ what: 'more' })
    log.close()
  })
})
