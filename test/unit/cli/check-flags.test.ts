import { expect, it } from 'vitest'
import { checkFlags } from '../../../main/cli/check-flags.ts'
import { readSides } from '../../../main/cli/open-sides.ts'
import { parseArguments } from '../../../main/cli/parse-arguments.ts'

function check(source: string, destination: string, ...args: string[]): void {
  const request = parseArguments(['sync', source, destination, ...args])
  if (request.kind !== 'run') throw new Error('help was given')
  checkFlags(request.options, readSides(source, destination))
}

it.each([
  ['s3://b', 'd', '--checksum-algorithm', 'SHA256'],
  ['d', 's3://b', '--checksum-mode', 'ENABLED'],
  ['d', 's3://b', '--source-profile', 'p'],
  ['s3://b', 'd', '--source-endpoint-url', 'http://x'],
  ['d', 's3://b--use1-az4--x-s3'],
])('%s to %s with %s is refused', (source, destination, ...args) => {
  expect(() => {
    check(source, destination, ...args)
  }).toThrow(expect.objectContaining({ code: 'usage' }))
})

it.each([
  ['d', 's3://b', '--checksum-algorithm', 'SHA256'],
  ['s3://b', 'd', '--checksum-mode', 'ENABLED'],
  ['s3://a', 's3://b', '--source-profile', 'p'],
  ['./x--x-s3', 's3://b'],
])('%s to %s with %s is fine', (source, destination, ...args) => {
  expect(() => {
    check(source, destination, ...args)
  }).not.toThrow()
})
