import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  answerPage,
  contentSecurityPolicy,
  isOfOrigin,
  listPageFiles,
} from '../../../main/host/page-files.ts'

const origin = 'app://sluice'
const files = new Map([
  ['/index.html', '/out/index.html'],
  ['/assets/a b.js', '/out/assets/a b.js'],
  ['/assets/main.js', '/out/assets/main.js'],
])
const answer = (url: string, method = 'GET') => answerPage(files, origin, url, method)

describe('an address of the page', () => {
  test.each([
    ['app://sluice/', 'GET', 200],
    ['app://sluice/index.html', 'GET', 200],
    ['app://sluice/assets/main.js?x#y', 'GET', 200],
    ['app://sluice/assets/../index.html', 'GET', 200],
    ['app://sluice/index.html', 'POST', 405],
    ['app://sluice/index.html', 'HEAD', 405],
    ['app://sluice/gone.js', 'GET', 404],
    ['app://sluice/assets', 'GET', 404],
    ['app://sluice/../../etc/passwd', 'GET', 404],
    ['app://sluice/%2e%2e/%2e%2e/etc/passwd', 'GET', 404],
    ['app://sluice/..%2f..%2fetc%2fpasswd', 'GET', 404],
    ['app://sluice/..%5c..%5cetc%5cpasswd', 'GET', 404],
    ['app://sluice/..\\..\\etc\\passwd', 'GET', 404],
    ['app://sluice/C:/Windows/win.ini', 'GET', 404],
    ['app://sluice/index.html%00.js', 'GET', 404],
    ['app://sluice/index.html::$DATA', 'GET', 404],
    ['app://sluice//etc/passwd', 'GET', 404],
    ['app://sluice/%', 'GET', 404],
    ['app://other/index.html', 'GET', 404],
    ['app://sluice.example/index.html', 'GET', 404],
    ['app://a:b@sluice/index.html', 'GET', 404],
    ['file:///out/index.html', 'GET', 404],
    ['no address', 'GET', 404],
  ])('%s with %s is answered %i', (url, method, status) => {
    expect(answer(url, method).status).toBe(status)
  })

  test('is answered with a file only where it is in the list', () => {
    expect(answer('app://sluice/').file).toBe('/out/index.html')
    expect(answer('app://sluice/gone').file).toBeNull()
    expect(answer('app://sluice/', 'POST').file).toBeNull()
  })
})

describe('every answer', () => {
  test.each(['app://sluice/', 'app://sluice/gone', 'app://other/'])('to %s carries the policy', (url) => {
    expect(answer(url).headers).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(answer(url).headers['permissions-policy']).toContain('geolocation=()')
  })

  test('allows no network, no frame, and nothing unsafe', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).toContain("connect-src 'none'")
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'")
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|http/)
  })

  test('names the type of what it sends', () => {
    expect(answer('app://sluice/').headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer('app://sluice/assets/main.js').headers['content-type']).toBe(
      'text/javascript; charset=utf-8',
    )
  })
})

test.each([
  ['https://sluice.app.invalid/', true],
  ['https://sluice.app.invalid/a?b', true],
  ['https://sluice.app.invalid.evil.example/', false],
  ['https://sluice.app.invalid@evil.example/', false],
  ['https://user@sluice.app.invalid/', false],
  ['https://sluice.app.invalid:444/', false],
  ['http://sluice.app.invalid/', false],
  ['about:blank', false],
  ['', false],
])('%s being of our origin is %s', (url, ours) => {
  expect(isOfOrigin(url, 'https://sluice.app.invalid')).toBe(ours)
})

test('the list has the files of the folder whose types are known, by their addresses', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'sluice-page-'))
  try {
    await mkdir(path.join(root, 'assets'))
    for (const name of ['index.html', 'assets/main.js', 'assets/main.js.map', 'README']) {
      await writeFile(path.join(root, name), '')
    }
    const listed = await listPageFiles(root)
    expect([...listed.keys()].toSorted()).toEqual(['/assets/main.js', '/index.html'])
    expect(listed.get('/assets/main.js')).toBe(path.join(root, 'assets', 'main.js'))
  } finally {
    await rm(root, { recursive: true })
  }
})
