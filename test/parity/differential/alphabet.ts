/**
 * Segments of names, chosen to collide: `/` sorts between `.` and `0`, so `a`, `a-`, `a.`, `a/…`, `a0` interleave; é is
 * there composed and decomposed; U+FF5E comes before U+1F600 in UTF-8 and after it in UTF-16; some look encoded.
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
  '\'&<"',
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
  'a\\*',
  '*%*',
  '\u00e9*',
  '',
  'real/*',
] as const
