import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { createNodeHost, programName } from '../../../main/host/node-host.ts'

describe('how Sluice is called in a command to paste', () => {
  it.each([
    ['/usr/bin/node', '/usr/local/bin/sluice', '/w', 'sluice'],
    ['/usr/bin/node', '/w/build/start.ts', '/w', 'sluice'],
    [
      '/w/node_modules/node/bin/node',
      '/w/out/cli/sluice.js',
      '/w',
      'node_modules/node/bin/node out/cli/sluice.js',
    ],
    ['/usr/bin/node', '/w/main/cli/sluice.ts', '/elsewhere', '/usr/bin/node /w/main/cli/sluice.ts'],
  ])('%s %s in %s is %s', (node, script, cwd, program) => {
    expect(programName(node, script, cwd)).toBe(program)
  })
})

describe('the host of a plain Node process', () => {
  it('hears the three signals that ask it to stop, and gives them back', () => {
    const host = createNodeHost()
    const before = process.listenerCount('SIGTERM')
    const heard: string[] = []
    const end = host.onStopSignal((signal) => heard.push(signal))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.emit(signal, signal)
    expect(heard).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP'])
    end()
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })

  it('knows where it is', () => {
    const host = createNodeHost()
    expect(host).toMatchObject({ platform: process.platform, cwd: process.cwd() })
    expect(host.redact({ secretAccessKey: 'x' })).toBe('{"secretAccessKey":"[removed]"}')
  })
})
