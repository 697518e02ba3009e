import { expect, test } from 'vitest'
import { RequestSigner } from '../../../../main/engine/s3/sign-request.ts'

test('an address is signed as in the example of the documentation', () => {
  // AWS, "Authenticating requests: using query parameters": GET of test.txt for a day.
  const query = new RequestSigner().presign(
    { method: 'GET', path: '/test.txt', host: 'examplebucket.s3.amazonaws.com' },
    {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    { region: 'us-east-1', service: 's3', expiresIn: 86_400 },
    Date.UTC(2013, 4, 24),
  )
  expect(new URLSearchParams(query).get('X-Amz-Signature')).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  )
})
