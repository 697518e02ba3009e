import { describe, expect, it } from 'vitest'
import { Screen } from '../../../../main/cli/output/screen.ts'
import { FakeHost } from '../fake-host.ts'

const wiped = '\r\u001b[K'

function onTerminal(): { host: FakeHost; screen: Screen } {
  const host = new FakeHost()
  host.stderr.isTerminal = true
  host.stdout.isTerminal = true
  return { host, screen: new Screen(host) }
}

describe('lines', () => {
  it('have the control characters of names escaped, on both outputs (D-19)', () => {
    const host = new FakeHost()
    const screen = new Screen(host)
    void screen.out('upload: a\n\u001b[2J to s3://b/\u202egnp')
    void screen.err('warning: \u009b31m', 'second')
    expect(host.stdout.text).toBe('upload: a\\n\\x1b[2J to s3://b/\\u202egnp\n')
    expect(host.stderr.text).toBe('warning: \\x9b31m\nsecond\n')
  })
})

describe('the progress line', () => {
  it('is never drawn into a pipe or a file (D-18)', () => {
    const host = new FakeHost()
    host.stdout.isTerminal = true
    new Screen(host).progress(() => 'half way')
    expect(host.stdout.text + host.stderr.text).toBe('')
  })

  it('leaves the last column free and knows a resized terminal', () => {
    const { host, screen } = onTerminal()
    host.stderr.columns = 40
    screen.progress((columns) => `${columns}`)
    host.stderr.columns = 120
    host.time += 1000
    screen.progress((columns) => `${columns}`)
    expect(host.stderr.text).toBe(`${wiped}39${wiped}119`)
  })

  it('is drawn at most ten times a second', () => {
    const { host, screen } = onTerminal()
    for (let drawn = 0; drawn < 1000; drawn++) {
      screen.progress(() => 'x')
      host.time += 1
    }
    expect(host.stderr.text.split('x').length - 1).toBe(10)
  })

  it('is wiped before any other output, and only when it is there', () => {
    const { host, screen } = onTerminal()
    screen.progress(() => 'half way')
    void screen.out('upload: a to s3://b/a')
    void screen.out('upload: c to s3://b/c')
    expect(host.stderr.text).toBe(`${wiped}half way${wiped}`)
    host.time += 1000
    screen.progress(() => 'more')
    void screen.err('warning: x')
    expect(host.stderr.text).toBe(`${wiped}half way${wiped}${wiped}more${wiped}warning: x\n`)
  })

  it('stays when rows go to a file', () => {
    const { host, screen } = onTerminal()
    host.stdout.isTerminal = false
    screen.progress(() => 'half way')
    void screen.out('upload: a to s3://b/a')
    expect(host.stderr.text).toBe(`${wiped}half way`)
  })
})
