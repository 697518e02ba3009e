import { expect, test } from 'vitest'
import { pathsOfStart } from '../../../../main/host/electron/open-paths.ts'

test.each([
  [[], []],
  [
    ['/a b', 'c', '../d'],
    ['/a b', '/home/ada/c', '/home/d'],
  ],
  [['file:///a%20b', 'file:///%zz', 'file://elsewhere/x'], ['/a b']],
  [['--inspect', '-x', '--no-sandbox', ''], []],
])('%j, started in /home/ada, are the paths %j', (argv, paths) => {
  expect(pathsOfStart({ argv, cwd: '/home/ada' })).toEqual(paths)
})
