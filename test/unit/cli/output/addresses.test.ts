import { describe, expect, it } from 'vitest'
import type { Action } from '../../../../shared/plan-row.ts'
import {
  rowAddresses,
  rowLine,
  showPath,
  type Addresses,
  type Place,
} from '../../../../main/cli/output/addresses.ts'

describe('local paths as aws s3 prints them (FMT-1)', () => {
  it.each<[string, string, NodeJS.Platform, string]>([
    ['/w/a', '/w', 'linux', './a'],
    ['/w/d/a', '/w', 'linux', 'd/a'],
    ['/w/d/e/a', '/w', 'linux', 'd/e/a'],
    ['/x/a', '/w', 'linux', '../x/a'],
    ['/x/a', '/w/deep/er', 'linux', '../../../x/a'],
    ['/a', '/w', 'linux', '../a'],
    ['/a', '/', 'linux', './a'],
    ['/w/a b/é\n', '/w', 'linux', 'a b/é\n'],
    ['/w/back\\slash', '/w', 'linux', './back\\slash'],
    ['/ww/a', '/w', 'linux', '../ww/a'],
    ['C:\\w\\d\\a', 'C:\\w', 'win32', 'd\\a'],
    ['C:\\w\\a', 'C:\\w', 'win32', '.\\a'],
    // WIN-4: nothing is relative to another drive
    ['D:\\x\\a', 'C:\\w', 'win32', 'D:\\x\\a'],
  ])('%s from %s on %s is %s', (path, cwd, platform, shown) => {
    expect(showPath(path, cwd, platform)).toBe(shown)
  })
})

const folder: Place = { kind: 'local', root: '/w/src' }
const bucket: Place = { kind: 's3', bucket: 'B', prefix: 'pre/' }
const other: Place = { kind: 's3', bucket: 'A', prefix: '' }

const between = (source: Place, destination: Place): Addresses => ({
  source,
  destination,
  cwd: '/w',
  platform: 'linux',
})

describe('the lines of aws s3 sync (FMT-1)', () => {
  it.each<[Action, Place, Place, string, string]>([
    ['upload', folder, bucket, 'd/k', 'upload: src/d/k to s3://B/pre/d/k'],
    ['download', other, folder, 'k', 'download: s3://A/k to src/k'],
    ['copy', other, bucket, 'k', 'copy: s3://A/k to s3://B/pre/k'],
    ['relay', other, bucket, 'k', 'copy: s3://A/k to s3://B/pre/k'],
    ['delete-remote', folder, bucket, 'z', 'delete: s3://B/pre/z'],
    ['delete-local', other, folder, 'd/z', 'delete: src/d/z'],
  ])('%s', (action, source, destination, key, line) => {
    expect(rowLine({ action, key }, between(source, destination))).toBe(line)
  })

  it('a failure says so before the colon', () => {
    expect(rowLine({ action: 'upload', key: 'k' }, between(folder, bucket), ' failed')).toBe(
      'upload failed: src/k to s3://B/pre/k',
    )
  })

  it('a root that is the current folder, or the system’s, reads well', () => {
    const atRoot = between({ kind: 'local', root: '/' }, bucket)
    expect(rowAddresses({ action: 'upload', key: 'k' }, atRoot).from).toBe('../k')
    const here = between({ kind: 'local', root: '/w' }, bucket)
    expect(rowAddresses({ action: 'upload', key: 'k' }, here).from).toBe('./k')
  })

  it('keys become paths with the separator of the platform', () => {
    const place: Addresses = {
      source: other,
      destination: { kind: 'local', root: 'C:\\w\\dst' },
      cwd: 'C:\\w',
      platform: 'win32',
    }
    expect(rowLine({ action: 'download', key: 'd/k' }, place)).toBe('download: s3://A/d/k to dst\\d\\k')
  })
})
