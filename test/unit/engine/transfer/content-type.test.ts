import { expect, test } from 'vitest'
import { contentTypeOf } from '../../../../main/engine/transfer/content-type.ts'

/** What Python's `mimetypes` says on Debian 12, which is what `aws` sends there (CTY-1). */
const deployed: Readonly<Record<string, string>> = {
  'application/atom+xml': 'atom',
  'application/epub+zip': 'epub',
  'application/geo+json': 'geojson',
  'application/java-archive': 'jar',
  'application/json': 'json',
  'application/ld+json': 'jsonld',
  'application/manifest+json': 'webmanifest',
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/pgp-keys': 'key',
  'application/rtf': 'rtf',
  'application/vnd.apple.mpegurl': 'm3u8',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-fontobject': 'eot',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/wasm': 'wasm',
  'application/x-7z-compressed': '7z',
  'application/x-rss+xml': 'rss',
  'application/x-tar': 'tar',
  'application/xhtml+xml': 'xhtml',
  'application/xml': 'xml',
  'application/zip': 'zip',
  'application/zstd': 'zst',
  'audio/flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg opus',
  'audio/x-wav': 'wav',
  'font/otf': 'otf',
  'font/ttf': 'ttf',
  'font/woff': 'woff',
  'font/woff2': 'woff2',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg jpeg',
  'image/jxl': 'jxl',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/vnd.microsoft.icon': 'ico',
  'image/webp': 'webp',
  'model/gltf-binary': 'glb',
  'text/calendar': 'ics',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html htm shtml',
  'text/javascript': 'js mjs',
  'text/markdown': 'md markdown',
  'text/plain': 'txt srt',
  'text/tab-separated-values': 'tsv',
  'text/vnd.trolltech.linguist': 'ts',
  'text/vtt': 'vtt',
  'text/x-python': 'py',
  'text/x-sh': 'sh',
  'video/mp4': 'mp4 m4v',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
}
const unknown = 'map yaml yml toml log ini tsx jsx cjs scss less php jsonl parquet gz bz2 xz br Z unknownext'

test.each(
  Object.entries(deployed).flatMap(([type, extensions]) => extensions.split(' ').map((each) => [each, type])),
)('a file with the extension %s is %s', (extension, contentType) => {
  expect(contentTypeOf(`d/name.${extension}`)).toEqual({ contentType })
})

test.each(unknown.split(' '))('nothing is said of a file with the extension %s', (extension) => {
  expect(contentTypeOf(`name.${extension}`)).toEqual({})
})

const tar = 'application/x-tar'
const html = 'text/html'
const names: readonly (readonly [string, string | undefined])[] = [
  // The extension's case does not count, …
  ['a.HTML', html],
  ['a.TxZ', tar],
  // … but that of a compression does.
  ['a.html.Z', html],
  ['a.html.z', undefined],
  ['a.html.GZ', 'application/gzip'],
  // One compression is taken off, or one shorthand spelt out.
  ['a.tar.gz', tar],
  ['a.tar.xz', tar],
  ['a.json.gz', 'application/json'],
  ['a.css.br', 'text/css'],
  ['a.html.bz2.gz', undefined],
  ['a.tgz', tar],
  ['a.taz', tar],
  ['a.tz', tar],
  ['a.tbz2', tar],
  ['a.svgz', 'image/svg+xml'],
  ['a.tgz.gz', 'application/x-gtar-compressed'],
  // Only the last name counts, and only what stands behind its last dot.
  ['d.html/name', undefined],
  ['a.html.txt', 'text/plain'],
  ['a..html', html],
  ['a.html ', undefined],
  ['a.', undefined],
  ['tar.gz', undefined],
  ['a\n.html', html],
  // Dots at the start make a hidden file.
  ['.html', undefined],
  ['..html', undefined],
  ['.html.gz', undefined],
  ['.a.html', html],
  // What every object of the language has is no extension.
  ['a.constructor', undefined],
]

test.each(names)('%j has the type %s', (name, contentType) => {
  expect(contentTypeOf(name).contentType).toBe(contentType)
})
