/**
 * Edits that turn a true ListObjectsV2 reply into a false one. Each takes the reply's XML and yields XML that is still
 * well-formed, and consistent in every respect but the one it is named after (`cutMidElement` excepted).
 */

const contents = /<Contents>[\s\S]*?<\/Contents>/g

/** Cut in the middle of an element, as a connection that ends early behind a proxy that mends Content-Length does. */
export function cutMidElement(xml: string): string {
  const last = xml.lastIndexOf('<Size>')
  return last < 0 ? xml.slice(0, Math.floor(xml.length / 2)) : xml.slice(0, last + 3)
}

/** Half of the entries, `IsTruncated` true and no token to go on with. */
export function cutWithoutToken(xml: string): string {
  const entries = xml.match(contents) ?? []
  const kept = withEntries(xml, entries.slice(0, Math.ceil(entries.length / 2)))
  return setField(removeField(kept, 'NextContinuationToken'), 'IsTruncated', 'true')
}

/** Goes on, with the given token. */
export function withToken(xml: string, token: string): string {
  const more = setField(removeField(xml, 'NextContinuationToken'), 'IsTruncated', 'true')
  return more.replace(
    '</IsTruncated>',
    () => `</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`,
  )
}

/** The first entry twice. */
export function duplicateFirst(xml: string): string {
  return edited(xml, (entries) => entries.flatMap((entry, index) => (index === 0 ? [entry, entry] : [entry])))
}

/** Another entry, as XML, before the first. */
export function precededBy(xml: string, entry: string): string {
  return edited(xml, (entries) => [entry, ...entries])
}

/** The last entry as XML, or undefined on an empty page. */
export function lastEntry(xml: string): string | undefined {
  return xml.match(contents)?.at(-1)
}

/** The first two entries in each other's place. */
export function swapFirstTwo(xml: string): string {
  return edited(xml, ([first, second, ...rest]) =>
    [second, first, ...rest].filter((entry) => entry !== undefined),
  )
}

/** One more entry at the end, in order, whose key is below no prefix a test uses. */
export function withForeignKey(xml: string): string {
  return edited(xml, (entries) => {
    const last = entries.at(-1)
    return last === undefined ? entries : [...entries, setField(last, 'Key', 'zzzz-elsewhere/x')]
  })
}

/** Another bucket's name. */
export const withOtherName = (xml: string): string => setField(xml, 'Name', 'some-other-bucket')

/** One more than there are. */
export const withWrongCount = (xml: string): string =>
  setField(xml, 'KeyCount', String((xml.match(contents) ?? []).length + 1))

/** Another text for one field of the first entry; null takes the field out. */
export function withFirstEntryField(xml: string, field: string, text: string | null): string {
  return edited(xml, ([first, ...rest]) =>
    first === undefined
      ? rest
      : [text === null ? removeField(first, field) : setField(first, field, text), ...rest],
  )
}

/** A document type with nested entities, the outermost (3 × 10^9 bytes) used in the first key. */
export function withEntityBomb(xml: string): string {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY e${String(n + 1)} "${`&e${String(n)};`.repeat(10)}">`,
  )
  const doctype = `<!DOCTYPE ListBucketResult [<!ENTITY e0 "lol">${levels.join('')}]>`
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '')
  return `<?xml version="1.0" encoding="UTF-8"?>${doctype}${withFirstEntryField(body, 'Key', '&e9;')}`
}

/** The token of the next page, as text of the document. */
export function nextToken(xml: string): string | undefined {
  return /<NextContinuationToken>([^<]*)</.exec(xml)?.[1]
}

/** A listing in pieces, true in form, of about `bytes` bytes in one page. */
export function* hugeListing(bucket: string, prefix: string, bytes: number): Generator<string> {
  const entry = (n: number) =>
    `<Contents><Key>${prefix}${String(n).padStart(12, '0')}</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified>` +
    `<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>0</Size><StorageClass>STANDARD</StorageClass></Contents>`
  const count = Math.ceil(bytes / entry(0).length)
  yield (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${String(count)}</KeyCount><MaxKeys>1000</MaxKeys>` +
    '<IsTruncated>false</IsTruncated>'
  )
  for (let start = 0; start < count; start += 500) {
    yield Array.from({ length: Math.min(500, count - start) }, (_, n) => entry(start + n)).join('')
  }
  yield '</ListBucketResult>'
}

function edited(xml: string, change: (entries: string[]) => string[]): string {
  return withEntries(xml, change(xml.match(contents) ?? []))
}

/** The same page with these entries and a truthful count. */
function withEntries(xml: string, entries: readonly string[]): string {
  const from = xml.indexOf('<Contents>')
  if (from < 0) return xml
  const to = xml.lastIndexOf('</Contents>') + '</Contents>'.length
  return setField(xml.slice(0, from) + entries.join('') + xml.slice(to), 'KeyCount', String(entries.length))
}

function setField(xml: string, field: string, text: string): string {
  return xml.replace(new RegExp(`<${field}>[^<]*</${field}>`), () => `<${field}>${text}</${field}>`)
}

function removeField(xml: string, field: string): string {
  return xml.replace(new RegExp(`<${field}>[^<]*</${field}>`), '')
}
