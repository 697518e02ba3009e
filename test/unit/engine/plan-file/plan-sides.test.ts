import { describe, expect, it } from 'vitest'
import { describeSide, whyElsewhere, whoOf } from '../../../../main/engine/plan-file/plan-sides.ts'
import type { PlanSide } from '../../../../shared/plan-file.ts'
import { setUpSync } from '../../../fakes/memory-sync.ts'

const side: PlanSide & { kind: 's3' } = {
  kind: 's3',
  bucket: 'www',
  prefix: '',
  endpoint: 'http://a',
  identity: 'the profile dev',
  identityId: 'AK1',
  keyMd5: null,
}

describe('a bucket is not the one of the plan', () => {
  it.each<[Partial<typeof side>, string]>([
    [{ bucket: 'other' }, 'place'],
    [{ prefix: 'x/' }, 'place'],
    [{ endpoint: 'http://b' }, 'endpoint'],
    [{ keyMd5: 'k' }, 'key'],
    [{ identityId: 'AK2' }, 'identity'],
    [{ identity: null, identityId: null }, 'identity'],
  ])('with %j, by its %s', (change, what) => {
    expect(whyElsewhere(side, { ...side, ...change })).toMatchObject({ what })
  })

  it('and no folder either', () => {
    expect(whyElsewhere(side, { kind: 'local', root: '/a' })).toMatchObject({ what: 'place' })
  })
})

it('is the same under another name of one identity, and where who it is is not known', () => {
  expect(whyElsewhere(side, { ...side, identity: 'the environment' })).toBeNull()
  expect(whyElsewhere(side, { ...side, identityId: null })).toBeNull()
  expect(whoOf(side)).toBe('the profile dev (AK1)')
})

it('a folder is for its caller to judge', () => {
  expect(whyElsewhere({ kind: 'local', root: '/a' }, { kind: 'local', root: '/b' })).toBeNull()
})

it('a side is told without anything that lets anybody in', () => {
  const { www } = setUpSync()
  expect(Object.keys(describeSide(www, 'md5')).sort()).toEqual([
    'bucket',
    'endpoint',
    'identity',
    'identityId',
    'keyMd5',
    'kind',
    'prefix',
  ])
})
