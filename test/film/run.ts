/**
 * `npm run film`: what a person sees, as pictures in `test-results/film/`.
 *
 *     npm run film                      the three jobs, from an empty start
 *     npm run film -- --theme dark
 *     npm run film -- --screens         every screen, in each size, theme and scale
 *     npm run film -- --first-use       clicks and seconds to the first finished practice sync; with
 *                                       --write-docs into docs/performance.md too
 *
 * It needs what `npm run build` makes and a Chromium; the three jobs need radosgw besides.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startFakeAws } from '../fakes/fake-aws.ts'
import { startCeph } from '../servers/ceph.ts'
import { performanceDocs, withFirstUse } from '../bench/first-use-section.ts'
import { Film } from './film.ts'
import { everyScreen } from './every-screen.ts'
import { firstUse } from './first-use.ts'
import { Album } from './album.ts'
import { openStage } from './stage.ts'
import { threeJobs } from './three-jobs.ts'

const results = path.resolve(import.meta.dirname, '../../test-results/film')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A profile whose login is over. */
const profiles = `
[profile company]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.com/start
`

const { values } = parseArgs({
  options: {
    theme: { type: 'string', default: 'light' },
    screens: { type: 'boolean', default: false },
    'first-use': { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
  },
})
const { theme } = values

if (theme !== 'light' && theme !== 'dark') {
  process.stderr.write(
    'Usage: npm run film -- [--theme light|dark] [--screens | --first-use [--write-docs]]\n',
  )
  process.exitCode = 2
} else if (values['first-use']) await measureFirstUse(values['write-docs'])
else if (values.screens) await photograph()
else await record(theme)

async function measureFirstUse(writeDocs: boolean): Promise<void> {
  const sentence = await firstUse()
  say(sentence)
  if (!writeDocs) return
  await writeFile(performanceDocs, withFirstUse(await readFile(performanceDocs, 'utf8'), sentence))
}

async function record(theme: 'light' | 'dark'): Promise<void> {
  const { gateway, stop } = await startCeph()
  try {
    const stage = await openStage({
      AWS_ACCESS_KEY_ID: gateway.accessKeyId,
      AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey,
      AWS_ENDPOINT_URL: gateway.endpoint,
      AWS_REGION: 'us-east-1',
    })
    try {
      const film = await Film.begin(stage.page, path.join(results, theme), theme)
      await threeJobs(stage, film, gateway)
      say(`${film.count} frames: ${await film.end()}`)
    } finally {
      await stage.close()
    }
  } finally {
    await stop()
  }
}

async function photograph(): Promise<void> {
  const aws = await startFakeAws()
  // Nobody types the code of the sign-in.
  aws.refuse('OIDC CreateToken', 400, JSON.stringify({ __type: 'AuthorizationPendingException' }))
  try {
    const stage = await openStage({ AWS_ENDPOINT_URL: aws.endpoint }, profiles)
    try {
      const album = await Album.begin(stage.page, path.join(results, 'screens'))
      await everyScreen(stage, album)
      say(`${album.count} pictures in ${album.folder}`)
    } finally {
      await stage.close()
    }
  } finally {
    await aws.close()
  }
}
