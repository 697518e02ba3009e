import { expect, test } from 'vitest'
import { droppedFrom } from '../../../../renderer/panes/dropped-paths.ts'

test.each([
  { paths: ['/home/ada/site'], parent: '/home/ada', names: ['site'] },
  { paths: ['/home/ada/site/'], parent: '/home/ada', names: ['site'] },
  { paths: ['/home/ada/a', '/home/ada/b c'], parent: '/home/ada', names: ['a', 'b c'] },
  { paths: ['/etc'], parent: '/', names: ['etc'] },
  { paths: ['/home/ada/back\\slash'], parent: '/home/ada', names: ['back\\slash'] },
  { paths: ['C:\\Users\\ada\\site'], parent: 'C:\\Users\\ada', names: ['site'] },
  { paths: ['C:\\site', 'C:\\b'], parent: 'C:\\', names: ['site', 'b'] },
  { paths: ['\\\\nas\\share\\site'], parent: '\\\\nas\\share', names: ['site'] },
])('knows the folder of $paths', ({ paths, parent, names }) => {
  expect(droppedFrom(paths)).toEqual({ parent, names })
})

test.each([
  ['things of different folders', ['/a/x', '/b/y']],
  ['the root of a disk', ['/']],
  ['a drive', ['C:\\']],
  ['nothing', []],
])('knows no folder of %s', (_name, paths) => {
  expect(droppedFrom(paths)).toBeNull()
})
