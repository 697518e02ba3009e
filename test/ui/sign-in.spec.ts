import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { startFakeAws, type FakeAws } from '../fakes/fake-aws.ts'
import { test as base, type App } from './app.ts'
import { SluiceWindow } from './window.ts'

const config = `
[profile company]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.com/start
[profile role]
role_arn = arn:aws:iam::123456789012:role/wanted
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile keys]
aws_access_key_id = KEYS
aws_secret_access_key = CANARY
`

/** All of Amazon on loopback, and a browser of the system that only writes down what it is to open. */
const test = base.extend<{ aws: FakeAws; programs: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants to see the fixtures that are used: none
  aws: async ({}, use) => {
    const aws = await startFakeAws()
    await use(aws)
    await aws.close()
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  programs: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sluice-programs-'))
    await writeFile(path.join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> ${folder}/opened\n`)
    await chmod(path.join(folder, 'xdg-open'), 0o755)
    await use(folder)
    await rm(folder, { recursive: true })
  },
  env: async ({ aws, programs }, use) => {
    await use({ AWS_ENDPOINT_URL: aws.endpoint, PATH: `${programs}:${process.env['PATH'] ?? ''}` })
  },
})

/** Starts again with these profiles. */
async function withProfiles(app: App): Promise<SluiceWindow> {
  const folder = path.join(app.folder, 'home', '.aws')
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'config'), config)
  const window = new SluiceWindow(await app.restart())
  await window.ready()
  return window
}

test('a login that is over is made anew from the pane, by the browser', async ({
  app,
  aws,
  programs,
}, info) => {
  const isElectron = info.project.metadata['host'] === 'electron'
  aws.refuse('OIDC CreateToken', 400, JSON.stringify({ __type: 'AuthorizationPendingException' }))
  const { right, page } = await withProfiles(app)
  await right.choose('company')
  const alert = right.body.getByRole('alert')
  await expect(alert).toContainText('The SSO login of the profile company is over, or there is none.', {
    timeout: 60_000,
  })
  await right.body.getByRole('button', { name: 'Sign in by the browser' }).click()
  const asked = right.body.getByRole('status').filter({ hasText: 'ABCD-EFGH' })
  await expect(asked).toBeVisible()
  const address = 'https://company.awsapps.com/start/#/device?user_code=ABCD-EFGH'
  await expect(right.body.getByText(address)).toBeVisible()
  if (!isElectron) expect(await readFile(path.join(programs, 'opened'), 'utf8')).toBe(`${address}\n`)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations).toEqual([])
    await page.screenshot({ path: info.outputPath(`sign-in-${colorScheme}.png`) })
  }
  aws.allow('OIDC CreateToken')
  await expect(asked).toBeHidden()
  await right.type('s3://bucket/')
  await expect(right.row('f')).toBeVisible()
  expect(aws.identities()).toContain('KEY-renewed-Reader token-renewed-Reader us-east-1')
})

test('a role with a second factor asks for its code in the pane', async ({ app, aws }) => {
  const { right } = await withProfiles(app)
  await right.choose('role')
  await expect(right.body.getByRole('alert')).toContainText('A code of the second factor', {
    timeout: 60_000,
  })
  const code = right.body.getByLabel('Code of the second factor')
  await code.fill('123456')
  await code.press('Enter')
  await expect(code).toBeHidden()
  await right.type('s3://bucket/')
  await expect(right.row('f')).toBeVisible()
  const roles = aws.asked.filter(({ what }) => what === 'STS AssumeRole')
  expect(roles.map(({ body }) => new URLSearchParams(body).get('TokenCode'))).toEqual(['123456'])
})
