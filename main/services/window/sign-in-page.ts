/** Hosts of Amazon's own pages to log in on, in all of its partitions. What others can put there is not among them. */
const hosts = [
  /^device\.sso(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
  /^([a-z0-9-]+\.)+awsapps\.(com|cn)$/,
  /^[a-z0-9-]+\.portal\.[a-z0-9-]+\.app\.aws$/,
  /^([a-z0-9-]+\.)?signin\.(aws\.amazon\.com|aws|amazonaws\.cn|amazonaws-us-gov\.com)$/,
]

/**
 * Whether an address may be opened in a person's browser for them. The page asks for it, so it is checked here:
 *
 * | address                                   | opened |
 * |-------------------------------------------|--------|
 * | `https:` at one of these hosts            | yes    |
 * | with a user name, a password or a port    | no     |
 * | any other                                 | no     |
 */
export function isSignInPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password, port } = new URL(url)
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return false
  return hosts.some((host) => host.test(hostname))
}
