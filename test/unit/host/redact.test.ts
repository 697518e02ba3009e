import { describe, expect, it } from 'vitest'
import { toRedactedJson } from '../../../main/host/redact.ts'

const canary = 'CANARY/wJalrXUtnFEMI+K7MDENG='

describe('what a log may hold', () => {
  it.each([
    ['a field', { headers: { Authorization: canary } }],
    ['a token field', { 'x-amz-security-token': canary }],
    ['a credential', { credentials: { secretAccessKey: canary, sessionToken: canary } }],
    [
      'a signed address',
      { url: `https://b.s3/k?X-Amz-Credential=${canary}&X-Amz-Signature=${canary}&partNumber=1` },
    ],
    [
      'a header in text',
      {
        text: `Authorization: AWS4-HMAC-SHA256 Credential=${canary}, SignedHeaders=host, Signature=${canary}`,
      },
    ],
    ['an environment in text', { text: `AWS_SECRET_ACCESS_KEY=${canary} sluice sync` }],
    ['an error', { error: new Error(`x-amz-security-token: ${canary}`) }],
  ])('is never the secret of %s', (_what, value) => {
    const line = toRedactedJson(value, [])
    expect(line).not.toContain('CANARY')
    expect(line).toContain('[removed]')
  })

  it('is never a secret it was told of, wherever that stands', () => {
    const line = toRedactedJson({ anything: [`<${canary}>`], nested: { error: new Error(canary) } }, [canary])
    expect(line).not.toContain('CANARY')
  })

  it('is everything else as it was, errors with their code', () => {
    const error = Object.assign(new Error('no room'), { code: 'ENOSPC' })
    const line = JSON.parse(
      toRedactedJson({ what: 'put', row: 3, key: 'a&b', token: 'page-2', error, big: 2n }, ['']),
    ) as object
    expect(line).toMatchObject({
      what: 'put',
      row: 3,
      key: 'a&b',
      token: 'page-2',
      big: '2',
      error: { name: 'Error', message: 'no room', code: 'ENOSPC' },
    })
  })
})
