import { SluiceError } from '../../../shared/errors.ts'
import { isTrue } from './config-units.ts'
import { readProfile, type Environment, type Profile, type WhichProfile } from './shared-config.ts'

/** How requests are addressed and signed, as the environment and the profile say (CFG-1). */
export interface EndpointSettings {
  /** The bucket goes into the path rather than into the host name. */
  readonly pathStyle: boolean
  /** Nobody has said which, of an address that is not Amazon's: the server's habit decides. */
  readonly anyStyle: boolean
  /** Amazon's accelerated, dual-stack or FIPS address instead of its plain one. */
  readonly accelerate: boolean
  readonly dualstack: boolean
  readonly fips: boolean
  /** The SHA-256 of each body is part of its signature; null where only of those that nothing else protects. */
  readonly signPayloads: boolean | null
  /** A checksum goes with each body; null where only Amazon gets one. */
  readonly sendChecksums: boolean | null
  /** Downloads bring the checksum that was kept; null where only Amazon's do. */
  readonly askChecksums: boolean | null
}

/** @throws SluiceError `usage` for a value that means nothing, and what `readProfile` throws. */
export async function findEndpointSettings(
  which: WhichProfile,
  endpoint: string | undefined,
): Promise<EndpointSettings> {
  return endpointSettingsOf(await readProfile(which), which.env, endpoint)
}

/**
 * | address                  | `use_accelerate_endpoint` | `addressing_style` | bucket in                   |
 * |--------------------------|---------------------------|--------------------|-----------------------------|
 * | Amazon's own             | true                      | any                | host                        |
 * | Amazon's own             | –                         | path               | path                        |
 * | Amazon's own             | –                         | auto, virtual      | host                        |
 * | an accelerated one       | any                       | any                | host                        |
 * | any other that was given | true                      | any                | `usage`                     |
 * | any other that was given | –                         | virtual            | host                        |
 * | any other that was given | –                         | path               | path                        |
 * | any other that was given | –                         | auto               | path, or as its habit is    |
 *
 * Dual stack and FIPS choose among Amazon's own addresses, and say nothing about a given one. The `s3` block goes
 * before `AWS_USE_DUALSTACK_ENDPOINT`, and that before the profile.
 *
 * @throws SluiceError `usage`
 */
export function endpointSettingsOf(
  profile: Profile,
  env: Environment,
  endpoint: string | undefined,
): EndpointSettings {
  const { settings } = profile
  const style = oneOf(profile, 'addressing_style', styles, settings['s3.addressing_style'] ?? 'auto')
  const accelerated = endpoint !== undefined && acceleratedHost.test(new URL(endpoint).hostname)
  const accelerate = isTrue(settings['s3.use_accelerate_endpoint']) && !accelerated
  if (accelerate && endpoint !== undefined) throw notAccelerated(profile, endpoint)
  const own = endpoint === undefined
  const signed = settings['s3.payload_signing_enabled']
  const supported = (name: string): boolean | null => {
    const text = env[`AWS_${name.toUpperCase()}`] ?? settings[name] ?? ''
    return text === '' ? null : oneOf(profile, name, supports, text) === 'when_supported'
  }
  return {
    pathStyle: !accelerate && !accelerated && (own ? style === 'path' : style !== 'virtual'),
    anyStyle: !own && !accelerated && style === 'auto',
    accelerate,
    dualstack:
      own &&
      (isTrue(settings['s3.use_dualstack_endpoint']) ||
        isTrue(env['AWS_USE_DUALSTACK_ENDPOINT'] ?? settings['use_dualstack_endpoint'])),
    fips: own && isTrue(env['AWS_USE_FIPS_ENDPOINT'] ?? settings['use_fips_endpoint']),
    signPayloads: signed === undefined ? null : isTrue(signed),
    sendChecksums: supported('request_checksum_calculation'),
    askChecksums: supported('response_checksum_validation'),
  }
}

const styles = ['auto', 'path', 'virtual']
const supports = ['when_supported', 'when_required']
const acceleratedHost = /(^|\.)s3-accelerate(\.dualstack)?\.amazonaws\.com(\.cn)?$/i

function oneOf(profile: Profile, name: string, values: readonly string[], text: string): string {
  const value = text.toLowerCase()
  if (values.includes(value)) return value
  throw new SluiceError({
    code: 'usage',
    message: `${name} can't be ${JSON.stringify(text)}.`,
    subject: name,
    advice: `Write one of ${values.join(', ')}, for the profile ${profile.name} in ${profile.configPath} or in the environment; or take it out there.`,
  })
}

const notAccelerated = (profile: Profile, endpoint: string): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: `${endpoint} can't be accelerated: use_accelerate_endpoint is for Amazon's own address.`,
    subject: 'use_accelerate_endpoint',
    advice: `Take it out of the s3 block of the profile ${profile.name} in ${profile.configPath}, or name no other address.`,
  })
