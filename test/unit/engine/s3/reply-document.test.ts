import { expect, test } from 'vitest'
import { readReplyDocument } from '../../../../main/engine/s3/reply-document.ts'

const read = (text: string) => readReplyDocument(Buffer.from(text))

test('a document is read with the texts of its elements', () => {
  const text =
    '<?xml version="1.0" encoding="UTF-8"?>\n<CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n' +
    '<LastModified>2026-01-02T03:04:05Z</LastModified><ETag>&quot;e&#x41;&amp;&#66;&quot;</ETag><Size/></CopyObjectResult>\n'
  expect(read(text)).toEqual({
    root: 'CopyObjectResult',
    fields: { LastModified: '2026-01-02T03:04:05Z', ETag: '"eA&B"' },
  })
})

test('of two elements of a name the first is meant', () => {
  expect(read('<Error><Code>A</Code><Code>B</Code></Error>')?.fields).toEqual({ Code: 'A' })
})

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><html><body>Log in</body></html>'],
  ['half of one', '<Error><Code>SlowDown</Code>'],
  ['one that ends as another', '<Error><Code>A</Code></Other>'],
  ['text', 'SlowDown'],
  ['one that is too long to be one', `<Error><Code>${'A'.repeat(70_000)}</Code></Error>`],
])('%s is no such document', (_, text) => {
  expect(read(text)).toBeNull()
})

test('blanks before it, which a server sends while it works, are no part of it, however many', () => {
  expect(read(`<?xml version="1.0"?>${'\n '.repeat(500_000)}<Error><Code>SlowDown</Code></Error>`)).toEqual({
    root: 'Error',
    fields: { Code: 'SlowDown' },
  })
  expect(read(`${' '.repeat(1_000_000)}x`)).toBeNull()
})

test('entities of a document’s own are not known', () => {
  const text = '<Error><Code>&own;&amp;amp;&#9999999;</Code></Error>'
  expect(read(text)?.fields).toEqual({ Code: '&own;&amp;&#9999999;' })
})
