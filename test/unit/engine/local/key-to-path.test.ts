import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyToPath, type Platform } from '../../../../main/engine/local/key-to-path.ts'

const roots = { posix: '/home/me/dst', darwin: '/Users/me/dst', win32: 'C:\\Users\\me\\dst' } as const

const pathOf = (key: string, platform: Platform): string | null => {
  const landing = keyToPath(roots[platform], key, platform)
  return landing.ok ? landing.path : null
}

describe('keyToPath', () => {
  it.each<[string, Platform, string]>([
    ['a', 'posix', '/home/me/dst/a'],
    ['a/b c/é😀', 'posix', '/home/me/dst/a/b c/é😀'],
    ['a\\..\\b', 'posix', '/home/me/dst/a\\..\\b'],
    ['C:\\x', 'posix', '/home/me/dst/C:\\x'],
    ['con', 'darwin', '/Users/me/dst/con'],
    [' ', 'posix', '/home/me/dst/ '],
    ['a. ', 'posix', '/home/me/dst/a. '],
    ['...', 'posix', '/home/me/dst/...'],
    ['..a/a..', 'posix', '/home/me/dst/..a/a..'],
    ['-rf', 'posix', '/home/me/dst/-rf'],
    ['~/x*', 'posix', '/home/me/dst/~/x*'],
    ['\n\r\t\u0001\u007f\ufffe', 'posix', '/home/me/dst/\n\r\t\u0001\u007f\ufffe'],
    ['a/b', 'win32', 'C:\\Users\\me\\dst\\a\\b'],
    [' a/.b/console/com10/nul1', 'win32', 'C:\\Users\\me\\dst\\ a\\.b\\console\\com10\\nul1'],
    ['x'.repeat(255), 'posix', `/home/me/dst/${'x'.repeat(255)}`],
    ['é'.repeat(127), 'posix', `/home/me/dst/${'é'.repeat(127)}`],
  ])('takes %j on %s', (key, platform, path) => {
    expect(pathOf(key, platform)).toBe(path)
  })

  it('does not double the slash of a root that is the whole disk', () => {
    expect(keyToPath('/', 'a', 'posix')).toEqual({ ok: true, path: '/a' })
    expect(keyToPath('C:\\', 'a/b', 'win32')).toEqual({ ok: true, path: 'C:\\a\\b' })
  })

  it.each<[string, string | null]>([
    ['', null],
    ['.', null],
    ['/', null],
    ['..', null],
    ['../x', null],
    ['a/../../x', null],
    ['/../esc', null],
    ['a/..', null],
    ['x/../in.txt', 'in.txt'],
    ['./y', 'y'],
    ['a/./b', 'a/b'],
    ['/a', 'a'],
    ['//srv/share', 'srv/share'],
    ['d//a', 'd/a'],
    ['n/', 'n'],
    ['dir//', 'dir'],
    ['a\0b', null],
    ['\ud800', '\ufffd'],
    ['x'.repeat(256), 'x'.repeat(256)],
    ['é'.repeat(128), 'é'.repeat(128)],
  ])('refuses %j on every system, and says what it would have landed on: %j', (key, landsOn) => {
    for (const platform of ['posix', 'darwin'] as const) {
      expect(keyToPath(roots[platform], key, platform)).toEqual({
        ok: false,
        why: expect.any(String) as string,
        landsOn,
      })
    }
    if (!key.startsWith('é')) expect(pathOf(key, 'win32')).toBeNull()
  })

  it.each<[string, string | null]>([
    ['a\\b', 'a/b'],
    ['a\\..\\..\\x', null],
    ['a\\..\\b', 'b'],
    ['C:\\x', 'C/x'],
    ['C:/x', 'C/x'],
    ['\\\\srv\\x', 'srv/x'],
    ['x:ads', 'x'],
    ['CON', 'CON'],
    ['d/nul.txt', 'd/nul.txt'],
    ['COM1.x', 'COM1.x'],
    ['aux ', 'aux'],
    ['AUX .txt', 'AUX .txt'],
    ['lpt9', 'lpt9'],
    ['COM¹', 'COM¹'],
    ['conout$', 'conout$'],
    ['a.', 'a'],
    ['a ', 'a'],
    ['  ', null],
    ['...', null],
    ['a<b', 'a<b'],
    ['a|b', 'a|b'],
    ['a?', 'a?'],
    ['a*', 'a*'],
    ['a"', 'a"'],
    ['a\nb', 'a\nb'],
    ['x'.repeat(256), 'x'.repeat(256)],
  ])('refuses %j on Windows, where it would have landed on %j', (key, landsOn) => {
    expect(keyToPath(roots.win32, key, 'win32')).toEqual({
      ok: false,
      why: expect.any(String) as string,
      landsOn,
    })
  })

  it("uses aws's words for a parent directory, and words of its own for the rest", () => {
    const why = (key: string, platform: Platform): string => {
      const landing = keyToPath(roots[platform], key, platform)
      return landing.ok ? '' : landing.why
    }
    expect(why('x/../../up', 'posix')).toBe('File references a parent directory.')
    expect(why('/../esc.txt', 'posix')).toBe('File references a parent directory.')
    expect(why('d//a', 'posix')).toBe('Its name has two slashes in a row.')
    expect(why('nul.txt', 'win32')).toBe('Windows keeps the name "nul.txt" for a device.')
    expect(why('a:b', 'win32')).toBe('Windows allows no ":" in a name.')
  })

  it('refuses a path longer than the system takes', () => {
    const deep = (bytes: number): string => 'a/'.repeat(bytes).slice(0, bytes - 1) + 'b'
    expect(pathOf(deep(4095 - roots.posix.length - 1), 'posix')).not.toBeNull()
    expect(pathOf(deep(4096 - roots.posix.length - 1), 'posix')).toBeNull()
    expect(pathOf(deep(1023 - roots.darwin.length - 1), 'darwin')).not.toBeNull()
    expect(pathOf(deep(1024 - roots.darwin.length - 1), 'darwin')).toBeNull()
  })

  it('lets none of a million hostile keys out of the root, nor two keys onto one path', () => {
    const bits = [
      '.',
      '..',
      '/',
      '/',
      '\\',
      'a',
      'b',
      ':',
      'C:',
      '\0',
      ' ',
      '~',
      '*',
      '%2e%2e',
      '／',
      '．',
      '\u202e',
      '\ud83d',
      '😀',
      'CON',
      '\n',
      '...',
    ]
    let seed = 1
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const taken = { posix: 0, win32: 0 }
    const problems: string[] = []
    for (let i = 0; i < 1_000_000; i++) {
      let key = ''
      for (let n = next(8); n >= 0; n--) key += bits[next(bits.length)] ?? ''
      const inPosix = pathOf(key, 'posix')
      if (inPosix !== null) {
        taken.posix++
        if (posix.resolve(inPosix) !== inPosix || inPosix !== `${roots.posix}/${key}`) problems.push(key)
      }
      const inWindows = pathOf(key, 'win32')
      if (inWindows !== null) {
        taken.win32++
        if (
          win32.resolve(inWindows) !== inWindows ||
          inWindows !== `${roots.win32}\\${key.replaceAll('/', '\\')}`
        )
          problems.push(key)
        if (key.includes('\\')) problems.push(key)
      }
    }
    expect(problems).toEqual([])
    expect(taken.posix).toBeGreaterThan(50_000)
    expect(taken.win32).toBeGreaterThan(10_000)
  })
})
