import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DeleteBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepOthersOut } from '../../main/engine/running/keep-others-out.ts'
import type { ObjectStore } from '../../main/engine/index.ts'
import { openRunFiles } from '../../main/host/run-files.ts'
import { digestOf } from '../../main/engine/plan-file/open-plan-file.ts'
import { seededRandom } from '../fakes/seeded-random.ts'
import { sluice, startCli, type CliRun } from '../faults/run-cli.ts'
import { Scene } from '../faults/scene.ts'
import { startPractice, type StartedServer } from '../faults/servers.ts'
import { writeTree } from '../faults/tree.ts'

let started: StartedServer
let scene: Scene
let bucket: string
let address: string

beforeAll(async () => {
  started = await startPractice()
  scene = await Scene.set(started.server)
})

afterAll(async () => {
  await scene.close()
  await started.stop()
})

beforeEach(async () => {
  bucket = await scene.bucket('plan')
  address = `s3://${bucket}/www`
  await rm(scene.path('site'), { recursive: true, force: true })
  await rm(scene.path('p.sluice'), { force: true })
  await writeTree(scene.path('site'), { a: 'a', b: 'bb', 'd/c': 'ccc', 'x.tmp': 'x' })
  await scene.put(bucket, { 'www/old': 'old', 'www/same': 'same', outside: 'outside' })
})

const plan = (...more: string[]): Promise<CliRun> =>
  scene.run(['plan', 'site', address, '--delete', '--exclude', '*.tmp', '-o', 'p.sluice', ...more])

const apply = (...more: string[]): Promise<CliRun> => scene.run(['apply', 'p.sluice', ...more])

/** Nothing is asked of a server. */
const show = (...args: string[]): Promise<CliRun> =>
  startCli(sluice, ['show', ...args], { cwd: scene.folder, env: scene.env }).done

const keys = async (): Promise<string[]> => Object.keys(await scene.etags(bucket)).sort()

const before = ['outside', 'www/old', 'www/same']

/** That it ended with this code, said why, and did nothing. */
async function expectNothing(run: CliRun, exit: number, why: string): Promise<void> {
  expect(run, run.stderr).toMatchObject({ exit, stdout: '' })
  expect(run.stderr).toContain(why)
  expect(run.stderr).toContain('Nothing was done')
  expect(await keys()).toEqual(before)
}

describe('a plan', () => {
  test('is kept in a file, changes nothing, is shown, and is done once: its rows and no others', async () => {
    const made = await plan()
    expect(made, made.stderr).toMatchObject({ exit: 0 })
    expect(made.stdout).toContain(`(dryrun) upload: site/a to ${address}/a\n`)
    expect(await keys()).toEqual(before)

    const shown = await show('p.sluice')
    expect(shown).toMatchObject({ exit: 0, stderr: '' })
    expect(shown.stdout).toContain(`delete: ${address}/old (the source does not have it)`)

    await writeTree(scene.path('site'), { later: 'not planned' })
    await scene.put(bucket, { 'www/since': 'not planned' })
    const applied = await apply()
    expect(applied, applied.stderr).toMatchObject({ exit: 0 })
    expect(applied.stdout.split('\n').sort()).toEqual([
      '',
      `delete: ${address}/old`,
      `delete: ${address}/same`,
      `upload: site/a to ${address}/a`,
      `upload: site/b to ${address}/b`,
      `upload: site/d/c to ${address}/d/c`,
    ])
    expect(await keys()).toEqual(['outside', 'www/a', 'www/b', 'www/d/c', 'www/since'])

    const again = await apply()
    expect(again, again.stderr).toMatchObject({ exit: 252, stdout: '' })
    expect(again.stderr).toContain('was applied already')
    const run = /sluice show (\S+)\./.exec(again.stderr)?.[1] ?? ''
    expect((await show(run)).stdout).toContain('5 done')
    expect((await show(run, '--why', 'a')).stdout).toContain('verified by hash')
  })

  test('that had to refuse rows is followed by one of those alone, as they are now', async () => {
    await plan()
    await writeTree(scene.path('site'), { a: 'edited since' })
    await scene.put(bucket, { 'www/old': 'replaced since' })
    const applied = await apply()
    expect(applied, applied.stderr).toMatchObject({ exit: 1 })
    const run = /sluice plan --again (\S+) -o FILE/.exec(applied.stderr)?.[1] ?? ''
    await writeTree(scene.path('site'), { 'later than that': 'not planned' })

    const again = await scene.run(['plan', '--again', run, '-o', 'again.sluice'])
    expect(again, again.stderr).toMatchObject({
      exit: 0,
      stdout: `(dryrun) upload: site/a to ${address}/a\n`,
    })
    expect(again.stderr).toContain(`note: 1 row was refused by ${run}, and is looked at now.`)
    const done = await scene.run(['apply', 'again.sluice'])
    expect(done, done.stderr).toMatchObject({ exit: 0, stdout: `upload: site/a to ${address}/a\n` })

    const nothing = await scene.run(['plan', '--again', run.replace(/.$/, 'g'), '-o', 'no.sluice'])
    expect(nothing).toMatchObject({ exit: 252, stdout: '' })
    const both = await scene.run(['plan', 'site', address, '--again', run, '-o', 'no.sluice'])
    expect(both).toMatchObject({ exit: 252, stdout: '' })
    expect(both.stderr).toContain('--again has its sides and its rules from the run.')
  })

  test('has no secret in it', async () => {
    await plan()
    const bytes = await readFile(scene.path('p.sluice'))
    expect(bytes.includes(started.server.secretAccessKey)).toBe(false)
    expect(bytes.includes(started.server.accessKeyId)).toBe(true)
  })

  test('says why: the rule and both sides, the filter that left a name out, or that there is no row', async () => {
    await plan()
    const why = await show('p.sluice', '--why', 'd/c')
    expect(why).toMatchObject({ exit: 0 })
    expect(why.stdout).toMatch(/why .*does not have it\n.*decided by .*MRG-1\n.*source .*3 Bytes/)
    expect(await show('p.sluice', '--why', `${address}/old`)).toMatchObject({ exit: 0 })
    const filtered = await show('p.sluice', '--why', 'x.tmp')
    expect(filtered).toMatchObject({ exit: 1 })
    expect(filtered.stdout).toContain('--exclude *.tmp')
    expect(await show('p.sluice', '--why', 'nowhere')).toMatchObject({ exit: 1 })
  })

  test('is JSON Lines: the plan, its rows, the end', async () => {
    await plan()
    const shown = await show('p.sluice', '--json')
    const lines = shown.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ type }) => type)).toEqual(['plan', 'row', 'row', 'row', 'row', 'row', 'end'])
    expect(lines[0]).toMatchObject({ format: 2, rows: 5, source: { root: scene.path('site') } })
    expect(lines[1]).toMatchObject({ key: 'a', action: 'upload', why: expect.any(String) })
    expect(lines[6]).toEqual({ type: 'end', rows: 5 })
  })

  test('is a table for spreadsheets', async () => {
    await plan()
    const lines = (await show('p.sluice', '--csv')).stdout.trim().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toMatch(/^seq,key,action,state,/)
    expect(lines[1]).toMatch(/^1,a,upload,planned,only-source,/)
  })

  test('of a dry run is kept too; of a run that is none, not', async () => {
    const sync = ['sync', 'site', address, '--plan-out', 'p.sluice']
    expect(await scene.run(sync)).toMatchObject({ exit: 252 })
    expect(await scene.run([...sync, '--dryrun'])).toMatchObject({ exit: 0 })
    expect(await apply()).toMatchObject({ exit: 0 })
  })

  test('whose deletes a guard withholds is kept, and withholds them again', async () => {
    const made = await plan('--max-delete', '1')
    expect(made, made.stderr).toMatchObject({ exit: 5 })
    expect((await show('p.sluice')).stdout).toContain('not done  the deletes')
    const applied = await apply()
    expect(applied, applied.stderr).toMatchObject({ exit: 5 })
    expect(await keys()).toEqual(['outside', 'www/a', 'www/b', 'www/d/c', 'www/old', 'www/same'])
  })

  test('says every rule that is not as usual', async () => {
    await writeTree(scene.path('site'), { '.sluiceignore': '*.log' })
    await plan('--acl', 'public-read', '--grants', 'full=id=somebody', '--max-delete', '3')
    const { stdout } = await show('p.sluice')
    for (const word of ['acl public-read', '"grantee":"id=somebody"', '1 line of', 'maxDelete', '--delete'])
      expect(stdout).toContain(word)
    await writeTree(scene.path('site'), { 'd/x.log': 'x' })
    expect((await show('p.sluice', '--why', 'd/x.log')).stdout).toContain('.sluiceignore')
  })

  test('that can not be made is not written, and no other file is written over', async () => {
    expect(await scene.run(['plan', 'gone', address, '-o', 'p.sluice'])).toMatchObject({ exit: 3 })
    expect(await show('p.sluice')).toMatchObject({ exit: 252 })
    expect(await scene.run(['plan', 'site', address, '-o', 'site/a'])).toMatchObject({ exit: 252 })
    expect(await readFile(scene.path('site/a'), 'utf8')).toBe('a')
    expect(await scene.run(['plan', 'site', address])).toMatchObject({ exit: 252 })
  })

  test('of a download goes below its folder, and is refused where a file has changed', async () => {
    await writeTree(scene.path('site'), { same: 'theirs' })
    const made = await scene.run(['plan', address, 'site', '-o', 'p.sluice'])
    expect(made, made.stderr).toMatchObject({ exit: 0 })
    await writeTree(scene.path('site'), { old: 'mine, since' })
    const applied = await apply('--json')
    expect(applied, applied.stderr).toMatchObject({ exit: 1 })
    expect(applied.stderr).toContain('destination then: nothing')
    expect(applied.stderr).toContain('destination now:  11 Bytes')
    expect(applied.stdout).toContain('"now":{')
    expect(await readFile(scene.path('site/old'), 'utf8')).toBe('mine, since')
    expect(await readFile(scene.path('site/same'), 'utf8')).toBe('same')
  })
})

describe('nothing is done for a plan', () => {
  beforeEach(async () => {
    expect(await plan()).toMatchObject({ exit: 0 })
  })

  const edit = (sql: string): void => {
    const db = new DatabaseSync(scene.path('p.sluice'))
    db.exec(sql)
    db.close()
  }

  /** With a digest that fits again. */
  const forge = (sql: string): void => {
    const db = new DatabaseSync(scene.path('p.sluice'))
    db.exec(sql)
    const header = String(db.prepare('select header from plan').get()?.['header'])
    db.prepare('update plan set digest = ?').run(digestOf(db, header))
    db.close()
  }

  test('that was edited by hand', async () => {
    edit(`update row set key = 'aa' where seq = 1`)
    await expectNothing(await apply(), 252, 'digest does not match')
  })

  test('that was cut off', async () => {
    const bytes = await readFile(scene.path('p.sluice'))
    await writeFile(scene.path('p.sluice'), bytes.subarray(0, 9000))
    await expectNothing(await apply(), 252, 'damaged')
  })

  test('of a newer version', async () => {
    edit('pragma user_version = 9')
    await expectNothing(await apply(), 252, 'newer Sluice')
  })

  test('that is something else', async () => {
    await writeFile(scene.path('p.sluice'), '{}')
    await expectNothing(await apply(), 252, 'no plan file')
  })

  test('that names a path it has no business with, by whoever forged it', async () => {
    forge(`update row set key = '../${path.basename(scene.folder)}/secret' where seq = 1`)
    await expectNothing(await apply(), 252, 'not made here')
    await expectNothing(await apply('site', address), 252, 'is no file below')
  })

  test('whose folder is gone', async () => {
    await rename(scene.path('site'), scene.path('gone'))
    const run = await apply()
    await rename(scene.path('gone'), scene.path('site'))
    await expectNothing(run, 3, 'does not exist')
  })

  test('whose bucket is gone', async () => {
    const other = await scene.bucket('short')
    expect(await scene.run(['plan', 'site', `s3://${other}`, '-o', 'p.sluice'])).toMatchObject({ exit: 0 })
    await scene.s3.send(new DeleteBucketCommand({ Bucket: other }))
    const run = await apply()
    expect(run, run.stderr).toMatchObject({ exit: 3, stdout: '' })
    expect(run.stderr).toContain('NoSuchBucket')
  })

  test('at another server', async () => {
    const { hostname, port } = new URL(scene.proxy.endpoint)
    const endpoint = `http://${hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}`
    await expectNothing(await scene.run(['apply', 'p.sluice'], { endpoint }), 252, 'its server is')
  })

  test('as another identity, unless it is named', async () => {
    const env = { ...scene.env, AWS_ACCESS_KEY_ID: 'SOMEBODYELSE' }
    await expectNothing(await scene.run(['apply', 'p.sluice'], { env }), 252, 'it was made as')
  })

  test('while another run has the pair', async () => {
    const state = path.join(scene.env['XDG_STATE_HOME'] ?? '', 'sluice')
    const folders = { state, logs: path.join(state, 'logs'), settings: state, cache: state, trash: null }
    const files = await openRunFiles(folders, '20990101T000000-000000', {}, Date.now)
    const store = { endpoint: { label: scene.proxy.endpoint, aws: false } } as ObjectStore
    keepOthersOut(
      (name) => files.takeAlone(name),
      { kind: 'local', root: scene.path('site') },
      { kind: 's3', store, bucket, prefix: 'www/' },
      { filters: [{ kind: 'exclude', pattern: '*.tmp' }], ignore: null },
    )
    const run = await apply()
    await files.discard()
    await expectNothing(run, 5, 'under way')
  })

  test('that was made elsewhere, unless its sides are named', async () => {
    const env = { ...scene.env, XDG_STATE_HOME: scene.path('another-state') }
    const run = await scene.run(['apply', 'p.sluice'], { env })
    await expectNothing(run, 252, 'not made here')
    await expectNothing(
      await scene.run(['apply', 'p.sluice', 'site', `s3://${bucket}/w`], { env }),
      252,
      'made for',
    )
    await expectNothing(await scene.run(['apply', 'p.sluice', 'site'], { env }), 252, 'one was named')
    expect(await scene.run(['apply', 'p.sluice', 'site', address], { env })).toMatchObject({ exit: 0 })
  })

  test('with a flipped byte: of 12 of them, each ends as refused, or as the plan it was', async () => {
    const whole = await readFile(scene.path('p.sluice'))
    const random = seededRandom(7)
    for (let n = 0; n < 12; n++) {
      const bytes = Buffer.from(whole)
      const at = Math.floor(random() * bytes.length)
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at)
      await writeFile(scene.path('p.sluice'), bytes)
      const run = await show('p.sluice')
      expect([0, 252], `${String(at)}: ${run.stderr}`).toContain(run.exit)
      expect(run.stderr).not.toContain('an error it does not know')
    }
  })
})
