import { expect, test } from 'vitest'
import { dropWords } from '../../../../../renderer/words/panes/drop.ts'
import type { Place } from '../../../../../shared/bridge/places.ts'

const place = (token: string, kind: Place['kind'], text: string): Place => ({
  token,
  connectionId: 'local',
  kind,
  text,
  crumbs: [{ name: text.split('/').findLast((part) => part !== '') ?? text, token }],
})
const site = place('1', 'local', '/home/ada/site')
const bucket = place('2', 's3', 's3://acme-www/site/')
const buckets = place('3', 'buckets', 's3://')
const rows = (names: string[] | null, folder = false, from = site) =>
  ({ kind: 'rows', place: from, names, folder }) as const

test.each([
  ['one file by its name', rows(['a.txt']), bucket, false, 'Copy a.txt → s3://acme-www/site/'],
  ['a folder by its name', rows(['assets'], true), bucket, false, 'Copy assets → s3://acme-www/site/'],
  ['its contents', rows(['assets'], true), bucket, true, 'Copy the contents of assets → s3://acme-www/site/'],
  ['a file, contents or not', rows(['a.txt']), bucket, true, 'Copy a.txt → s3://acme-www/site/'],
  ['several by their number', rows(['a', 'b', 'c']), bucket, false, 'Copy 3 items → s3://acme-www/site/'],
  ['everything', rows(null), bucket, false, 'Copy everything in site → s3://acme-www/site/'],
  ['from outside', { kind: 'files' } as const, site, false, 'Copy what you drop → /home/ada/site'],
  ['dangerous names safely', rows(['a\u202eb']), bucket, false, 'Copy a\\u202eb → s3://acme-www/site/'],
  ['no rows onto their own place', rows(['a']), site, false, null],
  ['nothing onto the list of buckets', rows(['a']), buckets, false, null],
  ['nothing from outside onto the list of buckets', { kind: 'files' } as const, buckets, false, null],
  ['no buckets', rows(['acme'], false, buckets), bucket, false, null],
  ['nothing where no place is', rows(['a']), null, false, null],
])('a drop says what it copies: %s', (_name, dragged, onto, contents, words) => {
  expect(dropWords(dragged, onto, contents)).toBe(words)
})
