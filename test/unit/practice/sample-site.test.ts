import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, inflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockImage } from '../../../main/practice/sample-image.ts'
import { changeSite, makeSite, sampleSite } from '../../../main/practice/sample-site.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-site-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

describe('the sample site', () => {
  it('has a few dozen files, one of which goes in parts, and no name twice', () => {
    const files = sampleSite()
    expect(files.length).toBeGreaterThan(24)
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length)
    expect(files.filter(({ content }) => content.length > 8 * 1024 * 1024)).toHaveLength(1)
  })

  it('is an hour old when it is made, and the same every time', async () => {
    const now = Date.UTC(2026, 10, 23, 12)
    const site = await makeSite(root, now)
    expect(site.count).toBe(sampleSite().length)
    const page = readFileSync(join(root, 'index.html'))
    expect(statSync(join(root, 'index.html')).mtimeMs).toBe(now - 3_600_000)
    await makeSite(root, now)
    expect(readFileSync(join(root, 'index.html')).equals(page)).toBe(true)
  })

  it('changes by size, by time alone, by an addition and by removals', async () => {
    await makeSite(root, Date.UTC(2026, 10, 23))
    const before = statSync(join(root, 'css/site.css'))
    const page = statSync(join(root, 'index.html'))
    const now = Date.UTC(2026, 10, 23) + 999
    const changes = await changeSite(root, now)
    const after = statSync(join(root, 'css/site.css'))
    expect(after.size).toBe(before.size)
    // The whole second: a server that keeps no more must not list it as older than the file.
    expect(after.mtimeMs).toBe(now - 999)
    expect(statSync(join(root, 'index.html')).size).not.toBe(page.size)
    for (const { what, path } of changes) {
      expect(statSync(join(root, path), { throwIfNoEntry: false }) === undefined).toBe(what === 'removed')
    }
  })
})

describe('a sample image', () => {
  it('is a PNG that any reader takes', () => {
    const image = lockImage(8, 4, 12, 6)
    expect(image.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
    const types: string[] = []
    for (let at = 8; at < image.length;) {
      const length = image.readUInt32BE(at)
      const body = image.subarray(at + 4, at + 8 + length)
      expect(image.readUInt32BE(at + 8 + length)).toBe(crc32(body))
      types.push(body.toString('latin1', 0, 4))
      if (types.at(-1) === 'IDAT') expect(inflateSync(body.subarray(4))).toHaveLength((1 + 8 * 3) * 4)
      at += 12 + length
    }
    expect(types).toEqual(['IHDR', 'IDAT', 'IEND'])
  })
})
