import { expect, test } from 'vitest'
import { ownText } from '../../../../main/engine/listing/own-text.ts'

test.each(['', 'a', 'ü/～/😀', '"\\\n\0\u2028', 'half a pair \ud83d', '\udc00\ud83d'])(
  'the text %j of one’s own is the same text',
  (text) => {
    expect(ownText(text)).toBe(text)
  },
)
