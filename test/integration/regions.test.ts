import { readFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { fakeObject } from '../fakes/fake-aws.ts'
import { AwsHome } from './aws-home.ts'

let home: AwsHome

beforeEach(async () => {
  home = await AwsHome.set()
})

const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'CANARY-env' }

/** The regions that calls of S3 were signed for, in the order in which they came, each bucket by itself. */
const regionsOf = (bucket: string) => [
  ...new Set(home.aws.asked.filter(({ url }) => url.startsWith(`/${bucket}`)).map(({ region }) => region)),
]

async function sync(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const ran = await home.sync(args, { ...keys, ...env })
  expect(ran, ran.stderr).toMatchObject({ exit: 0, stderr: '' })
  return ran.stdout
}

describe('the region is', () => {
  const env = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2', AWS_PROFILE: 'role' }

  test.each<[string, string, readonly string[], Record<string, string>]>([
    ['that of the command line', 'sa-east-1', ['--region', 'sa-east-1'], env],
    ['AWS_REGION', 'eu-west-1', [], env],
    ['AWS_DEFAULT_REGION, where that is not set', 'eu-west-2', [], { ...env, AWS_REGION: '' }],
    ['the profile’s, where neither is set', 'eu-west-1', [], { AWS_PROFILE: 'role' }],
    ['us-east-1, where nothing says', 'us-east-1', [], {}],
  ])('%s', async (_, region, args, more) => {
    home.aws.regions.set('bucket', region)
    await sync(['s3://bucket', 'down', ...args], more)
    expect(regionsOf('bucket')).toEqual([region])
  })
})

describe('a bucket in another region', () => {
  beforeEach(() => {
    home.aws.regions.set('there', 'eu-west-1').set('far', 'ap-south-1')
  })

  test('is followed there, once', async () => {
    await sync(['s3://there', 'down', '--region', 'sa-east-1'])
    expect(regionsOf('there')).toEqual(['sa-east-1', 'eu-west-1'])
    expect(home.aws.asked.filter(({ region }) => region === 'sa-east-1')).toHaveLength(1)
  })

  test('is followed by each side on its own', async () => {
    expect(await sync(['s3://there/from', 's3://far/empty'])).toBe(
      `copy: s3://there/from/${fakeObject.key} to s3://far/empty/${fakeObject.key}\n`,
    )
    const copy = home.aws.asked.find(({ what }) => what === 'S3 PUTObject')
    expect(copy).toMatchObject({ region: 'ap-south-1', headers: { 'x-amz-copy-source': 'there/from/f' } })
    expect(regionsOf('there')).toEqual(['us-east-1', 'eu-west-1'])
    expect(regionsOf('far')).toEqual(['us-east-1', 'ap-south-1'])
  })

  test('has its region named, if it is sent away from there too', async () => {
    home.aws.refuse(
      'S3 ListObjectsV2',
      301,
      '<Error><Code>PermanentRedirect</Code><Region>eu-west-1</Region></Error>',
    )
    const ran = await home.sync(['s3://there', 'down'], keys)
    expect(ran).toMatchObject({ exit: 3, stdout: '' })
    expect(ran.stderr).toContain('The bucket there is in eu-west-1.')
    expect(home.aws.asked).toHaveLength(2)
  })
})

test('an access point is asked for by its own host, and its lines have its ARN as it was typed', async () => {
  const arn = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/name'
  home.aws.regions.set('name', 'eu-west-1')
  const at = { AWS_ENDPOINT_URL: 'http://endpoint.test', HTTP_PROXY: home.aws.endpoint }
  expect(await sync([`s3://${arn}/pre`, 'down'], at)).toBe(
    `download: s3://${arn}/pre/${fakeObject.key} to down/${fakeObject.key}\n`,
  )
  expect(await readFile(home.path('down', fakeObject.key))).toEqual(fakeObject.bytes)
  const { host, searchParams } = new URL(home.aws.asked[0]?.url ?? '')
  expect([host, searchParams.get('list-type'), searchParams.get('prefix')]).toEqual([
    'name-123456789012.endpoint.test',
    '2',
    'pre/',
  ])
  expect(home.aws.identities()).toEqual(['ENV null eu-west-1'])
})
