import { test } from 'vitest'
import { needs } from './needs.ts'

/** Stands for the whole suite `component` where there is no browser to run it in. */
test('the parts of the window', needs('chromium'), () => {
  throw new Error('There is a Chromium after all: run the suite itself.')
})
