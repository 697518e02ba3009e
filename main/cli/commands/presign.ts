import { SluiceError } from '../../../shared/errors.ts'
import { parseLocation } from '../../../shared/location.ts'
import { commandLog, type Command } from '../command.ts'
import { openStore } from '../open-sides.ts'
import { localTime } from './ls.ts'

/**
 * `sluice presign s3://BUCKET/KEY`: prints an address by which anybody can read the object for a while, as
 * `aws s3 presign` does. It goes to stdout alone: it is a secret.
 */
export const presign: Command = async (call) => {
  const { host, parts, options, reporter, screen } = call
  const object = readObject(call.operands[0] ?? '')
  const { expiresIn } = options
  if (expiresIn === 0) throw tooShort()
  const engine = await parts.engine()
  const world = engine.createWorld({ log: commandLog(call, null) })
  const store = await openStore({ connection: options.connection, host, world, engine })
  try {
    const { url, until, endsBy } = await store.presign(
      { ...object, expiresIn },
      // It asks nobody, and has nothing to be stopped in.
      new AbortController().signal,
    )
    await screen.out(url)
    if (endsBy === 'credentials')
      reporter.say(`It ends at ${localTime(until)}, when the credentials behind it do.`)
    if (endsBy === 'unknown')
      reporter.say('The credentials behind it are temporary: when they end, it ends too.')
    return 0
  } finally {
    store.close()
  }
}

/** The scheme may be left out, as with aws. @throws SluiceError `usage` */
function readObject(text: string): { readonly bucket: string; readonly key: string } {
  const location = parseLocation(text.startsWith('s3://') ? text : `s3://${text}`)
  if (location.kind === 's3') {
    const { bucket, prefix } = location
    // A location closes its prefix with a slash; here it is a key, as typed.
    const key = text.endsWith('/') ? prefix : prefix.slice(0, -1)
    if (key !== '') return { bucket, key }
  }
  throw new SluiceError({
    code: 'usage',
    message: `${JSON.stringify(text)} is the address of no object.`,
    subject: text,
    advice: 'Give one object: sluice presign s3://BUCKET/KEY',
  })
}

const tooShort = (): SluiceError =>
  new SluiceError({
    code: 'usage',
    message: 'A link lasts for a second at least.',
    subject: '--expires-in',
    advice: 'Give 1 to 604800 seconds.',
  })
