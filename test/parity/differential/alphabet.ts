/**
 * Segments of names, chosen to collide: `/` sorts between `.` and `0`, so `a`, `a-`, `a.`, `a/…`, `a0` interleave; é is
 * there composed and decomposed; U+FF5E comes before U+1F600 in UTF-8 and after it in UTF-16; some look encoded; some
 * tell a content type.
 */
export const segments = [
  'a',
  'a-',
  'a.',
  'a0',
  'A',
  'b',
  'a b',
  'a+b',
  'a%2Fb',
  '%',
  '\u00e9',
  'e\u0301',
  '\uff5e',
  '\u{1f600}',
  'a\\b',
  'a*',
  '[a]',
  '.a',
  '\'&<"',
  'a.html',
  'a.JS',
  'a.tar.gz',
] as const

/** Filters that hit some of them, on one level or on all (FLT-1 to FLT-7). */
export const patterns = [
  '*',
  'a*',
  'a/*',
  '*/a',
  'a?',
  '?',
  '[!a]*',
  '[^a]*',
  'a[*]',
  '[[]a]',
  '[a',
  'a\\*',
  '*%*',
  '\u00e9*',
  '.*',
  './a',
  '/a*',
  'p/*',
  'a',
  'a/',
  '**/a*',
  '',
  'real/*',
] as const

/** What follows the bucket in an address; all but the empty one are folders, however many slashes they end in. */
export const prefixes = ['', '', '', 'p', 'p/', 'p//', '/p', 'p q+%2F', '\u00e9/a'] as const

/** Keys beside a folder `p` that are not in it, though they begin like it (PTH-4). */
export const strays = ['p', 'p2/x', 'p-', 'P/a'] as const
