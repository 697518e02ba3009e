import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createNodeFs } from '../../../../main/engine/local/node-fs.ts'
import { SafeFolders } from '../../../../main/engine/local/safe-folder.ts'
import { tempName, TempFile } from '../../../../main/engine/local/temp-file.ts'
import { SluiceError } from '../../../../shared/errors.ts'

let place = ''

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-temp-')))
})

afterEach(() => {
  rmSync(place, { recursive: true })
})

/**
 * Puts a link to `outside` in the place of `dst/d` and takes it away again, as fast as it can, until it is told to stop.
 * A folder that was made there in between is moved out of the way.
 */
const swapper = `
const { workerData: { place, stop } } = require('node:worker_threads')
const { renameSync, symlinkSync, unlinkSync } = require('node:fs')
const [d, real, outside] = [place + '/dst/d', place + '/dst/real', place + '/outside']
const flag = new Int32Array(stop)
let aside = 0
const untilDone = (act) => {
  for (;;) {
    try { return act() } catch (error) { if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error }
    renameSync(d, place + '/aside-' + aside++)
  }
}
while (Atomics.load(flag, 0) === 0) {
  renameSync(d, real)
  untilDone(() => symlinkSync(outside, d))
  Atomics.add(flag, 1, 1)
  unlinkSync(d)
  untilDone(() => renameSync(real, d))
}
`

it('does not go on with a file that has another name too: it is not ours alone', async () => {
  mkdirSync(`${place}/dst`)
  writeFileSync(`${place}/precious`, 'precious')
  linkSync(`${place}/precious`, `${place}/dst/.sluice-old-1.part`)
  writeFileSync(`${place}/dst/.sluice-old-1.ranges`, 'sluice ranges: 0-8\n')
  const folders = await SafeFolders.below(
    createNodeFs(() => performance.now()),
    `${place}/dst`,
  )
  const temp = await TempFile.create({
    folders,
    path: `${place}/dst/f`,
    name: tempName('run', 7),
    umask: 0o022,
    resumable: { left: ['.sluice-old-1.part'], noteEvery: 1, onNotNoted: () => undefined },
  })
  expect(temp.kept).toEqual([])
  await temp.write(Buffer.from('x'), 0)
  await temp.finish({ size: 1, modified: 0 })
  expect(readFileSync(`${place}/precious`, 'utf8')).toBe('precious')
})

it("writes nothing outside in a thousand tries while a link comes and goes in its folder's place (F13)", async (context) => {
  if (process.platform !== 'linux') context.skip('only Linux can hold a folder by an open handle')
  mkdirSync(`${place}/dst/d`, { recursive: true })
  mkdirSync(`${place}/outside`)
  const before = statSync(`${place}/outside`).mtimeMs
  const stop = new SharedArrayBuffer(8)
  const flag = new Int32Array(stop)
  const worker = new Worker(swapper, { eval: true, workerData: { place, stop } })
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  const folders = await SafeFolders.below(
    createNodeFs(() => performance.now()),
    `${place}/dst`,
  )
  const ends = { written: 0, refused: 0 }
  // Unless the swaps fall within the tries, they prove nothing; a busy machine needs more of them.
  const swapped = (): boolean => Atomics.load(flag, 1) > 1000 && ends.refused > 10 && ends.written > 10
  for (let number = 0; number < 1000 || (number < 100_000 && !swapped()); number++) {
    const wanted = { folders, path: `${place}/dst/d/f`, name: tempName('run', number), umask: 0o022 }
    const temp = await TempFile.create(wanted).catch(refusal)
    const end = temp instanceof SluiceError ? temp : await fill(temp)
    if (end === null) ends.written++
    else if (end.code === 'through-link') ends.refused++
  }
  Atomics.store(flag, 0, 1)
  await ended
  expect(readdirSync(`${place}/outside`)).toEqual([])
  expect(statSync(`${place}/outside`).mtimeMs).toBe(before)
  expect(swapped()).toBe(true)
})

async function fill(temp: TempFile): Promise<SluiceError | null> {
  try {
    await temp.write(Buffer.from('inside'), 0)
    await temp.finish({ size: 6, modified: 0 })
    return null
  } catch (error) {
    expect(await temp.discard()).toBeNull()
    return refusal(error)
  }
}

function refusal(error: unknown): SluiceError {
  if (error instanceof SluiceError && error.code !== 'internal') return error
  throw error
}

it('replaces a file on a real disk with mode and time of its own', async () => {
  const folders = await SafeFolders.below(
    createNodeFs(() => performance.now()),
    `${place}/new/dst`,
  )
  const wanted = { folders, path: `${place}/new/dst/a/b/é`, name: tempName('run', 1), umask: 0o077 }
  for (const text of ['first', 'second']) {
    const temp = await TempFile.create(wanted)
    await temp.write(Buffer.from(text), 0)
    expect(await temp.finish({ size: text.length, modified: 1_700_000_000_900 })).toEqual([])
    await folders.sync()
    expect(readFileSync(wanted.path, 'utf8')).toBe(text)
  }
  const stat = statSync(wanted.path)
  expect(stat.mtimeMs).toBe(1_700_000_000_000)
  if (process.platform !== 'win32') expect(stat.mode & 0o777).toBe(0o600)
  expect(readdirSync(`${place}/new/dst/a/b`)).toEqual(['é'])
})
