import { describe, expect, it } from 'vitest'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { styleFor } from '../../../../main/cli/output/style.ts'
import { planTable } from '../../../../main/cli/tour/plan-table.ts'
import { row } from '../rows.ts'

const plain = styleFor({ isTerminal: false }, {})
const seen = { size: 2048, modified: 0 }

describe('the rows of a plan', () => {
  it('stand with their reason and the rule that decided', () => {
    const rows: PlanRow[] = [
      row({ key: 'a' }),
      row({
        key: 'b',
        action: 'delete-remote',
        reason: 'only-dest',
        source: null,
        destination: seen,
        decidedBy: 'DEL-1',
      }),
      row({ key: 'c', reason: 'source-newer', destination: seen, source: seen, decidedBy: 'CMP-2' }),
      row({ key: 'd' }),
    ]
    expect(planTable(rows, plain, 40, 5)).toEqual([
      '    + a                         10 Bytes',
      '    + d                         10 Bytes',
      '      why: the destination does not have it [MRG-1]',
      '',
      '    - b                          2.0 KiB',
      '      why: the source does not have it [DEL-1]',
      '',
      '    ~ c                          2.0 KiB',
      '      why: same size, but the source is newer [CMP-2]',
      '',
    ])
  })

  it('are cut to the width and number asked for', () => {
    const rows = Array.from({ length: 1200 }, (_, i) => row({ key: `some/long/folder/name/file-${i}.txt` }))
    const table = planTable(rows, plain, 40, 3)
    expect(table.slice(0, 3)).toEqual([
      '    + some/long/f…file-0.txt    10 Bytes',
      '    + some/long/f…file-1.txt    10 Bytes',
      '      and 1,198 more',
    ])
  })

  it('have their names escaped', () => {
    expect(planTable([row({ key: 'a\u001b[2J' })], plain, 60, 3)[0]).toContain('+ a\\x1b[2J ')
  })
})

describe('colours', () => {
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
  ])('on a terminal: %s, with %j: %s', (isTerminal, env, coloured) => {
    expect(styleFor({ isTerminal }, env).red('x')).toBe(coloured ? '\u001b[31mx\u001b[39m' : 'x')
  })
})
