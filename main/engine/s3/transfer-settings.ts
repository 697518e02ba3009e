import { SluiceError } from '../../../shared/errors.ts'
import { defaultTransferSettings, type TransferSettings } from '../../../shared/transfer-settings.ts'
import { readRate, readSize, readWhole } from './config-units.ts'
import { readProfile, type Profile, type WhichProfile } from './shared-config.ts'

/**
 * How to transfer, as the profile's `s3 =` block says (CFG-1). `max_queue_size` is only checked: rows wait in the run
 * store, where there is room for all. The settings of aws's other transfer client (`preferred_transfer_client`,
 * `target_bandwidth`, `io_chunksize`, `should_stream`, `disk_throughput`, `direct_io`) mean nothing here.
 *
 * @throws SluiceError `usage` for a value that aws refuses too (CFG-2), and what `readProfile` throws.
 */
export async function findTransferSettings(which: WhichProfile): Promise<TransferSettings> {
  return transferSettingsOf(await readProfile(which))
}

/** @throws SluiceError `usage` */
export function transferSettingsOf(profile: Profile): TransferSettings {
  const otherwise = defaultTransferSettings
  const read = (name: string, unit: Unit): number | undefined => readPositive(profile, name, unit)
  read('max_queue_size', units.whole)
  return {
    multipartThreshold: read('multipart_threshold', units.size) ?? otherwise.multipartThreshold,
    multipartChunksize: read('multipart_chunksize', units.size) ?? otherwise.multipartChunksize,
    maxConcurrentRequests: read('max_concurrent_requests', units.whole) ?? otherwise.maxConcurrentRequests,
    maxBandwidth: read('max_bandwidth', units.rate) ?? otherwise.maxBandwidth,
  }
}

interface Unit {
  readonly read: (text: string) => number | null
  readonly must: string
  readonly forms: string
}

const units = {
  whole: { read: readWhole, must: 'be a positive integer', forms: '10' },
  size: { read: readSize, must: 'be a positive integer', forms: '8388608, 8192KB or 8MB' },
  rate: {
    read: readRate,
    must: 'be a positive integer or a rate',
    forms: '10485760 (bytes a second), 10MB/s (bytes) or 80Mb/s (bits)',
  },
} as const satisfies Record<string, Unit>

function readPositive(profile: Profile, name: string, unit: Unit): number | undefined {
  const text = profile.settings[`s3.${name}`]
  if (text === undefined) return undefined
  const value = unit.read(text)
  if (value !== null && value > 0) return value
  throw new SluiceError({
    code: 'usage',
    message: `Value for ${name} must ${unit.must}: ${text}`,
    subject: name,
    advice: `Write it as ${unit.forms}, in the s3 block of the profile ${profile.name} in ${profile.configPath}; or take it out there.`,
  })
}
