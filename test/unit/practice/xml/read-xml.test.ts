import { describe, expect, test } from 'vitest'
import { childText, childrenNamed, readXml, readXmlRoot } from '../../../../main/practice/xml/read-xml.ts'

/** Documents, and the text of their root. */
const accepted: [why: string, document: string, text: string][] = [
  ['an empty element', '<a/>', ''],
  ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>\n', 'x'],
  ['a byte order mark', '\ufeff<a>x</a>', 'x'],
  ['a namespace', '<a xmlns="http://s3.amazonaws.com/doc/2006-03-01/">x</a>', 'x'],
  ['a prefix', '<s3:a xmlns:s3="urn:x">x</s3:a >', 'x'],
  ['the five entities', '<a>&amp;&lt;&gt;&quot;&apos;</a>', `&<>"'`],
  ['character references', '<a>&#65;&#x1F600;&#xd;&#10;</a>', 'A😀\r\n'],
  ['a literal section', '<a>x<![CDATA[<&]]>y</a>', 'x<&y'],
  ['comments', '<!-- 1 --><a>x<!-- < & -->y</a><!-- 2 -->', 'xy'],
  ['spaces as they are', '<a>  x \t</a>', '  x \t'],
  ['line ends as XML has them', '<a>1\r\n2\r3</a>', '1\n2\n3'],
]

const refused: [why: string, document: string][] = [
  ['nothing', ''],
  ['text alone', 'x'],
  ['two roots', '<a/><b/>'],
  ['text after the root', '<a/>x'],
  ['an end that does not match', '<a></b>'],
  ['a missing end', '<a><b></a>'],
  ['a lone end', '</a>'],
  ['a DTD', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ['an unknown entity', '<a>&nbsp;</a>'],
  ['a lone ampersand', '<a>x & y</a>'],
  ['a processing instruction', '<a><?php ?></a>'],
  ['an attribute without quotes', '<a b=c/>'],
  ['a control character', '<a>\u0001</a>'],
  ['a reference to one', '<a>&#1;</a>'],
  ['a reference to a surrogate', '<a>&#xD800;</a>'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>'],
  ['U+FFFE', '<a>\ufffe</a>'],
  ['a literal section without end', '<a><![CDATA[x</a>'],
  ['elements without end', '<a>'.repeat(100) + '</a>'.repeat(100)],
]

describe('a document', () => {
  test.each(accepted)('may have %s', (_, document, text) => {
    expect(readXml(document)).toEqual({ name: 'a', children: [], text })
  })

  test.each(refused)('may not be or have %s', (_, document) => {
    expect(() => readXml(document)).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })

  test('has the root it should have', () => {
    expect(() => readXmlRoot('<Delete/>', 'Tagging')).toThrow(
      expect.objectContaining({ code: 'MalformedXML' }),
    )
    expect(readXmlRoot('<Tagging/>', 'Tagging').name).toBe('Tagging')
  })

  test('names its children in their order, and gives the text of an only child', () => {
    const root = readXml('<r><k>1</k><v>x</v><k>2</k><n><m/></n></r>')
    expect(childrenNamed(root, 'k').map(({ text }) => text)).toEqual(['1', '2'])
    expect(childText(root, 'v')).toBe('x')
    expect(childText(root, 'absent')).toBeNull()
    expect(() => childText(root, 'k')).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
    expect(() => childText(root, 'n')).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })
})
