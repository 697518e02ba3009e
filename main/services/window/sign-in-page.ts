/** Where Amazon's pages are on which one logs in, in all of its partitions. */
const hosts = [
  'awsapps.com',
  'awsapps.cn',
  'amazonaws.com',
  'amazonaws.com.cn',
  'app.aws',
  'api.aws',
  'aws.amazon.com',
  'amazonaws-us-gov.com',
  'signin.aws',
]

/**
 * Whether an address may be opened in a person's browser for them. The page asks for it, so it is checked here:
 *
 * | address                                   | opened |
 * |-------------------------------------------|--------|
 * | `https:` at one of these hosts, or below  | yes    |
 * | with a user name or password in it        | no     |
 * | any other                                 | no     |
 */
export function isSignInPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password, port } = new URL(url)
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return false
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
}
