import { expect, it } from 'vitest'
import { whyLines } from '../../../../main/cli/output/why-lines.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'

it('says where what was under the old name of a move was put', () => {
  const seen = { size: 4, modified: 1000, etag: 'e' }
  const aside = { kind: 'object', bucket: 'b', key: 'kept/r/old', ...seen } as const
  const move: PlanRow = {
    seq: 1,
    key: 'new',
    action: 'move',
    reason: 'renamed',
    source: seen,
    destination: null,
    decidedBy: '--moves',
    state: 'done',
    outcome: { proof: 'hash', from: { aside } },
    from: { key: 'old', seen },
  }
  const place = { kind: 's3', bucket: 'b', prefix: '' } as const
  const addresses = { source: place, destination: place, cwd: '/', platform: 'linux' } as const
  expect(whyLines(move, addresses)).toContain('  was put      s3://b/kept/r/old')
})
