import { describe, expect, it } from 'vitest'
import { ProgressMeter } from '../../../../main/engine/running/progress-meter.ts'

describe('ProgressMeter', () => {
  it('knows no time left until the plan is complete', () => {
    const meter = new ProgressMeter()
    meter.bytes.total = 1000
    meter.read(0)
    meter.addMoved(100)
    expect(meter.read(1000)).toMatchObject({ rate: 100, secondsLeft: null })
  })

  it('takes the time left, after a while, from the bytes where they are slower than the items', () => {
    const meter = new ProgressMeter()
    meter.planned = true
    meter.bytes.total = 1000
    meter.transfers.total = 4
    meter.read(0)
    meter.addMoved(100)
    meter.transfers.done = 2
    expect(meter.read(1000).secondsLeft).toBeNull()
    expect(meter.read(2000).secondsLeft).toBeCloseTo(18)
  })

  it('takes the time left from the items where there are no bytes', () => {
    const meter = new ProgressMeter()
    meter.planned = true
    meter.deletes.total = 10
    meter.read(0)
    meter.deletes.done = 2
    expect(meter.read(2000).secondsLeft).toBeCloseTo(8)
  })

  it('forgets what was faster some seconds ago', () => {
    const meter = new ProgressMeter()
    meter.bytes.total = 1_000_000
    meter.read(0)
    meter.addMoved(500_000)
    meter.read(1000)
    for (let second = 2; second <= 12; second++) {
      meter.addMoved(10)
      meter.read(second * 1000)
    }
    expect(meter.read(12_000).rate).toBeLessThan(20)
  })

  it('takes back what a failed attempt had moved, but keeps it in the rate', () => {
    const meter = new ProgressMeter()
    meter.bytes.total = 100
    meter.read(0)
    meter.addMoved(60)
    meter.takeBack(60)
    expect(meter.read(1000)).toMatchObject({ rate: 60, bytes: { done: 0, total: 100 } })
  })

  it('says nothing is left when all is done', () => {
    const meter = new ProgressMeter()
    meter.planned = true
    expect(meter.read(0).secondsLeft).toBe(0)
  })
})
