import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { calls, engineCalls, processCalls } from '../../../../shared/bridge/calls.ts'
import { windowCalls } from '../../../../shared/bridge/window-calls.ts'
import { events, processEvents } from '../../../../shared/bridge/events.ts'
import { defaultSyncOptions } from '../../../../shared/sync-options.ts'

const everyCall = Object.entries(calls)
const everyEvent = Object.entries({ ...events, ...processEvents })

/** A schema as JSON Schema: what can cross as JSON can be said so. */
const asJson = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io })

describe('the table', () => {
  test('has each call once, so that it is clear who answers', () => {
    const names = [windowCalls, engineCalls, processCalls].flatMap((table) => Object.keys(table))
    expect(new Set(names).size).toBe(names.length)
    expect(Object.keys(calls).toSorted()).toEqual(names.toSorted())
    expect(Object.keys(events).filter((name) => name in processEvents)).toEqual([])
  })

  test('keeps the calls between processes from the page', () => {
    const forPages = Object.keys({ ...windowCalls, ...engineCalls })
    expect(forPages.filter((name) => name in processCalls)).toEqual([])
  })

  test.each(everyCall)('%s is asked and answered in JSON', (_name, { params, reply }) => {
    expect(asJson(params, 'input')).toBeTypeOf('object')
    expect(asJson(reply, 'output')).toBeTypeOf('object')
  })

  test.each(everyEvent)('%s is said in JSON', (_name, schema) => {
    expect(asJson(schema, 'output')).toBeTypeOf('object')
  })

  test.each(everyCall)('%s takes nothing that it does not know', (_name, { params }) => {
    const { error } = params.safeParse({ __made_up__: 1 })
    expect(error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true)
    for (const value of [null, undefined, 1, 'x', []]) expect(params.safeParse(value).success).toBe(false)
  })

  test.each(everyCall)('%s takes no text without end', (_name, { params }) => {
    const json = JSON.stringify(asJson(params, 'input'), (key, value: unknown) =>
      // Settings were written by this window, and a pattern's length costs whoever asks.
      ['left', 'right', 'pattern'].includes(key) ? undefined : value,
    )
    const texts = [...json.matchAll(/\{[^{}]*"type":"string"[^{}]*\}/g)].map(([text]) => text)
    expect(
      texts.filter(
        (text) => !text.includes('maxLength') && !text.includes('enum') && !text.includes('const'),
      ),
    ).toEqual([])
  })
})

describe('bounds', () => {
  const sort = { by: 'name', descending: false } as const
  const page = (limit: number, offset = 0) =>
    engineCalls['browse.page'].params.safeParse({
      viewId: 'v',
      sort,
      filter: { text: '', dotNames: true },
      offset,
      limit,
    }).success
  const select = (selection: string[] | null) =>
    engineCalls['plan.start'].params.safeParse({
      source: 's',
      destination: 'd',
      selection,
      options: defaultSyncOptions,
    }).success

  test.each([
    [1, 0, true],
    [500, 0, true],
    [501, 0, false],
    [0, 0, false],
    [1.5, 0, false],
    [Infinity, 0, false],
    [1, -1, false],
    [1, 0.5, false],
    [1, 1e9, true],
  ])('%d rows from %d: %s', (limit, offset, allowed) => {
    expect(page(limit, offset)).toBe(allowed)
  })

  test.each<[string, string[] | null, boolean]>([
    ['everything', null, true],
    ['one name', ['a'], true],
    ['no name, which would be everything or nothing', [], false],
    ['ten thousand names', Array.from({ length: 10_000 }, String), true],
    ['more', Array.from({ length: 10_001 }, String), false],
  ])('a selection of %s', (_case, selection, allowed) => {
    expect(select(selection)).toBe(allowed)
  })

  test.each([
    [{}, true],
    [{ deletes: -1 }, false],
    [{ deletes: 1.5 }, false],
    [{ deleteBytes: -1 }, false],
    [{ typed: 11 }, false],
    [{ typed: '11' }, true],
    [{ digest: null }, false],
  ])('a plan is applied with %j: %s', (changes, allowed) => {
    const reviewed = { planId: 'p', digest: 'd', deletes: 0, deleteBytes: 0, typed: null, ...changes }
    expect(engineCalls['plan.apply'].params.safeParse(reviewed).success).toBe(allowed)
  })
})
