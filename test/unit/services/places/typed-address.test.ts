import { describe, expect, test } from 'vitest'
import {
  childOf,
  formatAddress,
  readAddress,
  stepsTo,
  type Address,
} from '../../../../main/services/places/typed-address.ts'

const unix = { platform: 'linux', home: '/home/ada', folder: '/here' } as const
const windows = { platform: 'win32', home: 'C:\\Users\\ada', folder: 'D:\\work' } as const
const local = (path: string): Address => ({ kind: 'local', path })
const s3 = (bucket: string, prefix: string): Address => ({ kind: 's3', bucket, prefix })
const buckets: Address = { kind: 'buckets' }

describe('what is typed', () => {
  test.each<[string, Address]>([
    ['s3://', buckets],
    [' s3:// ', buckets],
    ['s3:', buckets],
    ['S3://', buckets],
    ['s3://www', s3('www', '')],
    ['s3://www/', s3('www', '')],
    ['  s3://www/a/b ', s3('www', 'a/b/')],
    ['s3://www/a//b/', s3('www', 'a//b/')],
    ['/var/site', local('/var/site')],
    ['/var//x/../site/', local('/var/site')],
    ['~', local('/home/ada')],
    ['~/site', local('/home/ada/site')],
    ['~bob', local('/here/~bob')],
    ['site', local('/here/site')],
    ['../site', local('/site')],
    [' site ', local('/here/ site ')],
    ['file:///var/a%20b', local('/var/a b')],
    ['s3', local('/here/s3')],
  ])('%j', (text, address) => {
    expect(readAddress(text, unix)).toEqual(address)
  })

  test.each<[string, Address]>([
    ['C:\\site', local('C:\\site')],
    ['c:/site/a', local('c:\\site\\a')],
    ['~\\site', local('C:\\Users\\ada\\site')],
    ['~/site', local('C:\\Users\\ada\\site')],
    ['site', local('D:\\work\\site')],
    ['\\\\server\\share\\x', local('\\\\server\\share\\x')],
    ['file:///C:/a%20b', local('C:\\a b')],
    ['s3://www/a', s3('www', 'a/')],
  ])('%j on Windows', (text, address) => {
    expect(readAddress(text, windows)).toEqual(address)
  })

  test.each(['', 'file:///%zz', 'file://server/x', 'a\0b', '/\0'])('%j is no address', (text) => {
    expect(() => readAddress(text, unix)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test.each<[Address, string]>([
    [buckets, 's3://'],
    [s3('www', ''), 's3://www/'],
    [s3('www', 'a/'), 's3://www/a/'],
    [local('/x'), '/x'],
  ])('%j is typed as %j, and read as itself', (address, text) => {
    expect(formatAddress(address)).toBe(text)
    expect(readAddress(text, unix)).toEqual(address)
  })
})

describe('the steps to a place', () => {
  test.each<[Address, 'linux' | 'win32', [string, string][]]>([
    [buckets, 'linux', [['Buckets', 's3://']]],
    [
      s3('www', 'a//b/'),
      'linux',
      [
        ['Buckets', 's3://'],
        ['www', 's3://www/'],
        ['a', 's3://www/a/'],
        ['', 's3://www/a//'],
        ['b', 's3://www/a//b/'],
      ],
    ],
    [local('/'), 'linux', [['/', '/']]],
    [
      local('/var/x'),
      'linux',
      [
        ['/', '/'],
        ['var', '/var'],
        ['x', '/var/x'],
      ],
    ],
    [
      local('C:\\a'),
      'win32',
      [
        ['C:\\', 'C:\\'],
        ['a', 'C:\\a'],
      ],
    ],
    [
      local('\\\\server\\share\\a'),
      'win32',
      [
        ['\\\\server\\share\\', '\\\\server\\share\\'],
        ['a', '\\\\server\\share\\a'],
      ],
    ],
  ])('%j', (address, platform, steps) => {
    expect(stepsTo(address, platform).map((step) => [step.name, formatAddress(step.address)])).toEqual(steps)
  })
})

describe('one step down', () => {
  test.each<[Address, string, Address]>([
    [buckets, 'www', s3('www', '')],
    [s3('www', 'a/'), 'b', s3('www', 'a/b/')],
    [s3('www', 'a/'), '', s3('www', 'a//')],
    [s3('www', ''), '..', s3('www', '../')],
    [local('/var'), 'x', local('/var/x')],
    [local('/var'), 'a\\b', local('/var/a\\b')],
  ])('%j to %j', (address, name, child) => {
    expect(childOf(address, name, 'linux')).toEqual(child)
  })

  test.each<[Address, string]>([
    [buckets, ''],
    [buckets, 'a/b'],
    [s3('www', ''), 'a/b'],
    [local('/var'), ''],
    [local('/var'), '.'],
    [local('/var'), '..'],
    [local('/var'), 'a/b'],
    [local('/var'), '/etc'],
    [local('/var'), 'a\0'],
  ])('%j has no %j', (address, name) => {
    expect(() => childOf(address, name, 'linux')).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test('does not go through a separator of Windows', () => {
    expect(() => childOf(local('C:\\x'), '..\\y', 'win32')).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })
})
