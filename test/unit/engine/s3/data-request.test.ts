import { expect, test } from 'vitest'
import { encodePath, uriEncode, wireTarget } from '../../../../main/engine/s3/data-request.ts'

test('only what RFC 3986 calls unreserved stays as it is', () => {
  expect(uriEncode("aZ09-._~ /+%!'()*ü")).toBe('aZ09-._~%20%2F%2B%25%21%27%28%29%2A%C3%BC')
})

test('the slashes of a path stay too', () => {
  expect(encodePath('a/b')).toBe('a/b')
  expect(encodePath('a//b c/ü*/')).toBe('a//b%20c/%C3%BC%2A/')
})

test.each([
  ['', { key: 'k' }, '/k', ''],
  ['/bucket', { key: '/k' }, '/bucket//k', ''],
  ['/bucket', {}, '/bucket/', ''],
  ['', {}, '/', ''],
  ['', { key: 'k', query: { uploads: '' } }, '/k', 'uploads='],
  ['', { query: { b: 'x y', a: 'ü', B: '/' } }, '/', 'B=%2F&a=%C3%BC&b=x%20y'],
])('below %j %j goes to %s?%s', (folder, request, path, query) => {
  expect(wireTarget(folder, { method: 'GET', bucket: 'b', ...request })).toEqual({ path, query })
})
