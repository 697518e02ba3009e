import { describe, expect, test } from 'vitest'
import { endpointSettingsOf } from '../../../../main/engine/s3/endpoint-settings.ts'
import type { Environment, Profile } from '../../../../main/engine/s3/shared-config.ts'

const elsewhere = 'https://s3.example.test'
const accelerated = 'https://s3-accelerate.amazonaws.com'

const read = (settings: Profile['settings'], endpoint?: string, env: Environment = {}) =>
  endpointSettingsOf(
    {
      name: 'work',
      named: true,
      settings,
      inCredentials: {},
      services: {},
      configPath: '/c',
      credentialsPath: '/k',
    },
    env,
    endpoint,
  )

describe('the bucket', () => {
  test.each<[string | undefined, string | undefined, string | undefined, boolean, boolean]>([
    [undefined, 'true', undefined, false, true],
    [undefined, 'true', 'path', false, true],
    [undefined, undefined, 'path', true, false],
    [undefined, undefined, 'auto', false, false],
    [undefined, undefined, 'virtual', false, false],
    [undefined, 'false', undefined, false, false],
    [accelerated, undefined, 'path', false, false],
    [accelerated, 'true', undefined, false, false],
    ['https://s3-accelerate.dualstack.amazonaws.com', undefined, undefined, false, false],
    [elsewhere, undefined, 'virtual', false, false],
    [elsewhere, undefined, 'auto', true, false],
    [elsewhere, undefined, 'path', true, false],
    [elsewhere, undefined, undefined, true, false],
    [elsewhere, 'false', 'PATH', true, false],
  ])(
    'at %s, accelerated %s, in the style %s, is in the path: %s; accelerates: %s',
    (at, fast, style, ...is) => {
      const settings = read({ 's3.use_accelerate_endpoint': fast, 's3.addressing_style': style }, at)
      expect([settings.pathStyle, settings.accelerate]).toEqual(is)
    },
  )

  test('of another server is not to be had at an accelerated address', () => {
    expect(() => read({ 's3.use_accelerate_endpoint': 'true' }, elsewhere)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(elsewhere) as string }),
    )
  })
})

test.each<[string | undefined, string | undefined, string | undefined, string | undefined, boolean]>([
  [undefined, undefined, undefined, undefined, false],
  ['true', undefined, undefined, undefined, true],
  ['True', 'false', 'false', undefined, true],
  [undefined, 'true', undefined, undefined, true],
  [undefined, 'false', 'true', undefined, false],
  [undefined, undefined, 'true', undefined, true],
  ['false', 'true', undefined, undefined, true],
  ['true', 'true', 'true', elsewhere, false],
])('dual stack: block %s, environment %s, profile %s, at %s, is %s', (block, variable, own, at, expected) => {
  const settings = { 's3.use_dualstack_endpoint': block, use_dualstack_endpoint: own }
  expect(read(settings, at, { AWS_USE_DUALSTACK_ENDPOINT: variable }).dualstack).toBe(expected)
})

test.each<[string | undefined, string | undefined, string | undefined, boolean]>([
  [undefined, undefined, undefined, false],
  ['true', undefined, undefined, true],
  [undefined, 'true', undefined, true],
  ['false', 'true', undefined, false],
  ['true', undefined, elsewhere, false],
])('FIPS: environment %s, profile %s, at %s, is %s', (variable, own, at, expected) => {
  expect(read({ use_fips_endpoint: own }, at, { AWS_USE_FIPS_ENDPOINT: variable }).fips).toBe(expected)
})

test.each([
  [undefined, null],
  ['true', true],
  ['false', false],
])('payload_signing_enabled = %s signs bodies: %s', (text, expected) => {
  expect(read({ 's3.payload_signing_enabled': text }).signPayloads).toBe(expected)
})

test.each<[string | undefined, string | undefined, boolean | null]>([
  [undefined, undefined, null],
  [undefined, 'when_supported', true],
  [undefined, 'WHEN_REQUIRED', false],
  ['when_required', 'when_supported', false],
  ['', undefined, null],
])('checksums: environment %j, profile %s, is %j', (variable, own, expected) => {
  const env = { AWS_REQUEST_CHECKSUM_CALCULATION: variable }
  expect(read({ request_checksum_calculation: own }, undefined, env).sendChecksums).toBe(expected)
})

test.each([
  ['addressing_style', { 's3.addressing_style': 'dns' }, 'auto, path, virtual'],
  ['request_checksum_calculation', { request_checksum_calculation: 'never' }, 'when_supported'],
  ['response_checksum_validation', { response_checksum_validation: 'never' }, 'when_required'],
])('%s is one of its values', (name, settings, values) => {
  expect(() => read(settings)).toThrow(
    expect.objectContaining({
      code: 'usage',
      subject: name,
      advice: expect.stringMatching(`${values}.*profile work in /c`) as string,
    }),
  )
})
