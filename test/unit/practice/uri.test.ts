import { describe, expect, test } from 'vitest'
import { decodeUri, encodeUri, encodeUriPath, parseQuery } from '../../../main/practice/uri.ts'

describe('decoding', () => {
  test.each([
    ['a%20b', 'a b'],
    ['a+b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['%252B', '%2B'],
    ['%F0%9F%98%80', '😀'],
    ['\u00c3\u00bc', 'ü'],
    ['%EF%BB%BFx', '\ufeffx'],
    ['..%2F..//a', '../..//a'],
    ['%01%0A', '\u0001\n'],
  ])('%s is %j, once', (encoded, decoded) => {
    expect(decodeUri(encoded)).toBe(decoded)
  })

  test.each(['%', '%2', '%zz', '%FF', '%C3', '%ED%A0%80', '%00'])('%s is refused', (encoded) => {
    expect(() => decodeUri(encoded)).toThrow(expect.objectContaining({ code: 'InvalidURI' }))
  })
})

test('everything but the unreserved characters is encoded', () => {
  expect(encodeUri("AZaz09-._~ !*'()/+%😀")).toBe('AZaz09-._~%20%21%2A%27%28%29%2F%2B%25%F0%9F%98%80')
  expect(encodeUriPath('/a b/c+d//')).toBe('/a%20b/c%2Bd//')
})

test('a query keeps the order and the repeats of its parameters', () => {
  expect(parseQuery('b=2&a=1&a&c=x%3Dy=z&')).toEqual([
    ['b', '2'],
    ['a', '1'],
    ['a', ''],
    ['c', 'x=y=z'],
  ])
  expect(parseQuery('')).toEqual([])
})
