/** Partition domains of Amazon's own servers. */
const awsDomains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'api.aws',
  'api.amazonwebservices.com.cn',
]

/** Whether a host is Amazon's: it keeps checksums and honours conditions. */
export function isAwsHost(host: string): boolean {
  return awsDomains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}
