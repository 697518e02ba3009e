import { expect, test } from 'vitest'
import { readXml } from '../../../../main/practice/xml/read-xml.ts'
import { element, optional, plainDocument, s3Document } from '../../../../main/practice/xml/write-xml.ts'

test('text is escaped, and elements in it are not', () => {
  const markup = element('Key', [element('a', `<&>"'`), element('n', 1), element('b', true)]).markup
  expect(markup).toBe(`<Key><a>&lt;&amp;&gt;&quot;'</a><n>1</n><b>true</b></Key>`)
})

test('control characters are written as references, as S3 does', () => {
  expect(element('Key', 'a\u0001\r\n\ufffe').markup).toBe('<Key>a&#x1;&#xd;&#xa;&#xfffe;</Key>')
})

test('what XML can hold reads back as it was', () => {
  const text = ' \t\r\n<&>"\'\u0085\u2028～😀\u007f '
  expect(readXml(element('k', text).markup).text).toBe(text)
})

test('an element without content is left out', () => {
  expect([...optional('a', null), ...optional('a', undefined)]).toEqual([])
  expect(optional('a', '')).toEqual([element('a')])
})

test('results have the namespace of S3, errors none', () => {
  expect(s3Document('R', [element('a')])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><a></a></R>',
  )
  expect(plainDocument('Error', [element('a')])).toMatch(/<Error><a><\/a><\/Error>$/)
})
