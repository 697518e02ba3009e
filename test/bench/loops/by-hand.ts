/**
 * Uploads a folder with as little as an S3 server asks for: SigV4 with the day's signing key kept, the body's hash in the
 * signature, and connections kept open. `node by-hand.ts FOLDER s3://BUCKET/PREFIX ENDPOINT`
 */
import { createHmac, hash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { loopArguments, putAll } from './in-turn.ts'

const { folder, bucket, prefix, endpoint } = loopArguments()
const { hostname, port, host } = new URL(endpoint)
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`
const accessKey = process.env['AWS_ACCESS_KEY_ID'] ?? ''
const signingKey = scope
  .split('/')
  .reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${process.env['AWS_SECRET_ACCESS_KEY'] ?? ''}`,
  )
const signed = 'host;x-amz-content-sha256;x-amz-date'

await putAll(folder, (name, body) => {
  const path = `/${bucket}/${(prefix + name).split('/').map(encodeURIComponent).join('/')}`
  const digest = hash('sha256', body)
  const canonical = `PUT\n${path}\n\nhost:${host}\nx-amz-content-sha256:${digest}\nx-amz-date:${time}\n\n${signed}\n${digest}`
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical)}`
  const signature = createHmac('sha256', signingKey).update(toSign).digest('hex')
  return new Promise<void>((resolve, reject) => {
    const sent = request(
      {
        ...{ agent, hostname, port, path, method: 'PUT' },
        headers: {
          host,
          'content-length': body.length,
          'x-amz-content-sha256': digest,
          'x-amz-date': time,
          authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
        },
      },
      (reply) => {
        reply.resume()
        reply.on('error', reject)
        reply.on('end', () => {
          if (reply.statusCode === 200) resolve()
          else reject(new Error(`${name}: status ${reply.statusCode ?? 0}`))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
})
agent.destroy()
