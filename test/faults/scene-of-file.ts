import { afterAll, beforeAll, beforeEach } from 'vitest'
import { Scene } from './scene.ts'
import { faultServer } from './servers.ts'

/** One scene for all tests of a file; its proxy has no faults at the start of each. */
export function sceneOfFile(): () => Scene {
  let scene: Scene
  let stop: () => Promise<void>
  beforeAll(async () => {
    const started = await faultServer()
    stop = started.stop
    scene = await Scene.set(started.server)
  })
  beforeEach(() => {
    scene.proxy.setPlan([])
    scene.proxy.resetCounts()
  })
  afterAll(async () => {
    await scene.close()
    await stop()
  })
  return () => scene
}
