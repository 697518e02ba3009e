import { expect, test } from 'vitest'
import { selfTimes, sharesOfParts } from '../../bench/profile.ts'

const node = (id: number, functionName: string) => ({
  id,
  callFrame: { functionName, url: '', lineNumber: 0, columnNumber: 0 },
})

test('self time is the sum over all places of a function in the tree, without idling', () => {
  const profile = {
    nodes: [node(1, 'sign'), node(2, '(idle)'), node(3, 'sign'), node(4, '(garbage collector)')],
    samples: [1, 2, 3, 4, 1],
    timeDeltas: [100_000, 9_000_000, 200_000, 100_000, 0],
  }
  expect(selfTimes(profile, () => '')).toEqual([
    { functionName: 'sign', where: '', seconds: 0.3, share: 0.75 },
    { functionName: '(garbage collector)', where: '', seconds: 0.1, share: 0.25 },
  ])
})

test('parts are packages, folders of the source, Node, and what is native', () => {
  const time = (where: string, share: number, functionName = 'f') => ({
    functionName,
    where,
    seconds: 1,
    share,
  })
  const times = [
    time('node_modules/@smithy/core/dist-es/a.js:1', 0.3),
    time('main/engine/s3/a.ts:1', 0.1),
    time('main/engine/s3/b.ts:9', 0.15),
    time('node_modules/zod/a.js:1', 0.05),
    time('node:internal/crypto/keys:228', 0.2),
    time('', 0.12),
    time('', 0.08, '(garbage collector)'),
  ]
  expect(sharesOfParts(times)).toEqual([
    ['@smithy/core', 0.3],
    ['main/engine/s3', 0.25],
    ['Node', 0.2],
    ['native code', 0.12],
    ['garbage collection', 0.08],
    ['zod', 0.05],
  ])
})
