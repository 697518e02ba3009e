import { describe, expect, it } from 'vitest'
import { RowExport } from '../../../../main/services/plans/export-rows.ts'
import type { Review } from '../../../../main/engine/index.ts'
import type { PlanRow } from '../../../../shared/plan-row.ts'
import { plantTree } from '../../../fakes/memory-tree.ts'
import { createMemoryWorld } from '../../../fakes/memory-world.ts'
import { planRow, planStatus, runReport } from '../../../fakes/fake-plans.ts'

const never = new AbortController().signal

function setUp(rows: readonly PlanRow[]) {
  const { fs } = createMemoryWorld()
  plantTree(fs, '/home', { 'other.txt': 'x' })
  const review = {
    page: (_: unknown, offset: number, limit: number) => ({
      total: rows.length,
      rows: rows.slice(offset, offset + limit),
    }),
  } as unknown as Review
  const exporting = new RowExport({
    fs,
    places: { read: (path) => ({ kind: 'local', path }) },
    find: (planId) => ({ review, status: () => planStatus({ planId, phase: 'ended', report: runReport() }) }),
  })
  const read = async (path: string): Promise<string> => {
    const file = await fs.openToRead(path)
    const bytes = new Uint8Array((await file.stat()).size)
    await file.read(bytes, 0)
    await file.close()
    return new TextDecoder().decode(bytes)
  }
  return { fs, exporting, read }
}

describe('the rows of a run as a file', () => {
  it('are a table with a head, all of them, with whole addresses', async () => {
    const rows = Array.from({ length: 1201 }, (_, n) => planRow(n + 1, { state: 'done' }))
    const { exporting, read } = setUp(rows)
    expect(await exporting.write('plan-1', { path: '/home/r', format: 'csv' }, never)).toEqual({
      path: '/home/r.csv',
    })
    const lines = (await read('/home/r.csv')).split('\r\n')
    expect(lines).toHaveLength(1203)
    expect(lines[0]).toMatch(/^seq,key,action,state/)
    expect(lines[1201]).toMatch(
      /^1201,file-1201,upload,done,.*,\/site\/file-1201,s3:\/\/www\/site\/file-1201,/,
    )
  })

  it('are JSON, a line for the run, one for each row, and one for the end', async () => {
    const { exporting, read } = setUp([planRow(1, { action: 'delete-remote', key: 'old' })])
    await exporting.write('past:r1', { path: '/home/r.jsonl', format: 'json' }, never)
    const lines = (await read('/home/r.jsonl')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'run', runId: 'r1', source: '/site', destination: 's3://www/site/' },
      { type: 'row', key: 'old', from: 's3://www/site/old', to: null },
      { type: 'end', rows: 1 },
    ])
  })

  it('say of a move, and of other properties, what is at the destination', async () => {
    const { exporting, read } = setUp([
      planRow(1, { action: 'move', key: 'new', from: { key: 'old', seen: { size: 1, modified: 0 } } }),
      planRow(2, { action: 'update-properties', key: 'a' }),
    ])
    await exporting.write('p', { path: '/home/r.csv', format: 'csv' }, never)
    const [, move, update] = (await read('/home/r.csv')).split('\r\n')
    expect(move).toMatch(/,s3:\/\/www\/site\/old,s3:\/\/www\/site\/new,.*,old$/)
    expect(update).toContain(',s3://www/site/a,,')
  })

  it('replace nothing that is there', async () => {
    const { exporting, read } = setUp([])
    await exporting.write('p', { path: '/home/r.csv', format: 'csv' }, never)
    const before = await read('/home/r.csv')
    await expect(exporting.write('p', { path: '/home/r.csv', format: 'json' }, never)).rejects.toMatchObject({
      code: 'usage',
      message: '/home/r.csv is there already.',
    })
    expect(await read('/home/r.csv')).toBe(before)
  })

  it('say so where there is no such folder', async () => {
    const { exporting } = setUp([])
    await expect(
      exporting.write('p', { path: '/home/no/r.csv', format: 'csv' }, never),
    ).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no folder /home/no.',
    })
  })

  it('leave no half of a file where they could not be written', async () => {
    const { fs, exporting } = setUp([])
    const abort = new AbortController()
    abort.abort(new Error('left'))
    await expect(exporting.write('p', { path: '/home/r.csv', format: 'csv' }, abort.signal)).rejects.toThrow(
      'left',
    )
    await expect(fs.lstat('/home/r.csv')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
