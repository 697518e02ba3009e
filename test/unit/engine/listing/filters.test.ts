import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileFilters, onlySelected, type FilteredSide } from '../../../../main/engine/listing/filters.ts'
import { parseIgnoreFile } from '../../../../main/engine/listing/ignore-rules.ts'
import type { Filter } from '../../../../shared/sync-rules.ts'

const local: FilteredSide = { kind: 'local', root: '/home/me/s[1]' }
const s3: FilteredSide = { kind: 's3' }

/** `-x` excludes, `+x` includes. */
const filtersOf = (...words: string[]): Filter[] =>
  words.map((word) => ({ kind: word.startsWith('-') ? 'exclude' : 'include', pattern: word.slice(1) }))

const keys = ['a.txt', 'b.log', 'd/a.txt', 'd/b.log', 'd/e/c.txt']
const included = (...words: string[]): string[] =>
  keys.filter(compileFilters(filtersOf(...words), local).includes)

describe('compileFilters', () => {
  it.each<[string, string[], string[]]>([
    ['FLT-1: nothing is excluded by default', [], keys],
    ['FLT-1: an include alone changes nothing', ['+*.txt'], keys],
    ['FLT-1: a star crosses folders', ['-*.txt'], ['b.log', 'd/b.log']],
    ['FLT-1: an empty pattern matches nothing', ['-'], keys],
    ['FLT-2: the last that matches decides', ['-*', '+*.txt'], ['a.txt', 'd/a.txt', 'd/e/c.txt']],
    ['FLT-2: an exclude after an include', ['+*.txt', '-*'], []],
    ['FLT-2: three layers', ['-*', '+d/*', '-*.log'], ['d/a.txt', 'd/e/c.txt']],
    ['FLT-3: a folder is not matched as such', ['-d', '-d/'], keys],
    ['FLT-3: d/* is all below it', ['-d/*'], ['a.txt', 'b.log']],
    ['FLT-3: d* hits d/x too', ['-d*'], ['a.txt', 'b.log']],
    ['FLT-4: ./x is not normalised', ['-./a.txt'], keys],
    ['FLT-4: a slash in front discards the root', ['-/a.txt', '-/d/*'], keys],
    ['FLT-4: an absolute path matches, its root included', ['-/home/me/s[[]1]/d/*'], ['a.txt', 'b.log']],
    ['FLT-4: an absolute star matches all', ['-/home/*'], []],
    ['FLT-5: ** is *', ['-d/**/c.txt'], ['a.txt', 'b.log', 'd/a.txt', 'd/b.log']],
    ['FLT-6: case counts', ['-*.TXT'], keys],
    ['FLT-7: a bare name matches at the root only', ['-b.log'], ['a.txt', 'd/a.txt', 'd/b.log', 'd/e/c.txt']],
    ['FLT-7: */name matches below it only', ['-*/b.log'], ['a.txt', 'b.log', 'd/a.txt', 'd/e/c.txt']],
    ['D-8: the root is literal', ['-*.txt', '-b*'], ['d/b.log']],
  ])('%s', (_, words, left) => {
    expect(included(...words)).toEqual(left)
  })

  it('never matches an S3 key with a pattern that starts with a slash', () => {
    expect(compileFilters(filtersOf('-/*'), s3).includes('/odd')).toBe(true)
    expect(compileFilters(filtersOf('-/*', '-*.txt'), s3).decide('a.txt').included).toBe(false)
  })

  it('roots absolute patterns at a root that is the whole disk', () => {
    expect(compileFilters(filtersOf('-/etc/*'), { kind: 'local', root: '/' }).includes('etc/passwd')).toBe(
      false,
    )
  })

  it('says which filter decided', () => {
    const { decide } = compileFilters(filtersOf('-*', '+d/*', '-*.log'), local)
    expect(decide('d/a.txt')).toEqual({ included: true, by: '--include d/*' })
    expect(decide('b.log')).toEqual({ included: false, by: '--exclude *.log' })
    expect(decide('a')).toEqual({ included: false, by: '--exclude *' })
    expect(compileFilters(filtersOf('-*.log'), local).decide('a')).toEqual({ included: true, by: null })
  })

  describe('on Windows', () => {
    const windows = compileFilters(
      filtersOf('-*.TXT', '-D/e\\*', '-\\pics\\*'),
      { kind: 'local', root: 'C:\\' },
      'win32',
    )

    it.each([
      ['a.txt', false],
      ['A.Txt', false],
      ['d/E/x', false],
      ['d\\e\\x', false],
      ['pics/x', false],
      ['sub/pics/x', true],
      ['b.log', true],
    ])('compares %j without case and with either slash: %j', (key, kept) => {
      expect(windows.includes(key)).toBe(kept)
    })

    it('matches a path with a drive against the absolute path', () => {
      const filter = compileFilters(
        filtersOf('-c:/Users/*'),
        { kind: 'local', root: 'C:\\Users\\me' },
        'win32',
      )
      expect(filter.includes('a')).toBe(false)
      expect(
        compileFilters(filtersOf('-d:/*'), { kind: 'local', root: 'C:\\Users' }, 'win32').includes('a'),
      ).toBe(true)
      expect(compileFilters(filtersOf('-c:/*'), s3, 'win32').includes('a')).toBe(true)
    })

    it('treats keys of a bucket alike', () => {
      expect(compileFilters(filtersOf('-a/B*'), s3, 'win32').includes('A/b.txt')).toBe(false)
    })
  })

  describe('canSkipFolder', () => {
    it.each<[string, string[], boolean]>([
      ['d', ['-d/*'], true],
      ['d', ['-*'], true],
      ['d/', ['-d/*'], true],
      ['d//', ['-d/*'], true],
      ['d/', ['-d/?*'], false],
      ['d/e', ['-d/*'], true],
      ['d', ['-d*'], true],
      ['node_modules', ['-*node_modules/*'], true],
      ['a/node_modules', ['-*/node_modules/*'], true],
      ['d', ['-*.tmp'], false],
      ['d', ['-d/e/*'], false],
      ['d', ['-d'], false],
      ['d', ['-d/'], false],
      ['d', ['-d/?*'], false],
      ['d', ['-*', '+d/*.txt'], false],
      ['d', ['-*', '+*.txt'], false],
      ['d', ['-*', '+d/e/f'], false],
      ['d', ['-*', '+x/*'], true],
      ['d', ['-*', '+*.txt', '-d/*'], true],
      ['d', ['+*'], false],
      ['d', [], false],
      ['d', ['-/home/me/s[[]1]/d/*'], true],
      ['d', ['-*', '+/home/me/s[[]1]/d/x'], false],
    ])('%j under %j: %j', (folder, words, skipped) => {
      expect(compileFilters(filtersOf(...words), local).canSkipFolder(folder)).toBe(skipped)
    })

    it('is never true of a folder with an included key below it', () => {
      const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), minLength: 1, maxLength: 4 })
      const pattern = fc.string({
        unit: fc.constantFrom('a', 'b', '/', '.', '*', '*', '?', '[', ']', '!'),
        maxLength: 6,
      })
      const filters = fc.array(
        fc.record({ kind: fc.constantFrom('exclude' as const, 'include' as const), pattern }),
        { maxLength: 3 },
      )
      let skipped = 0
      fc.assert(
        fc.property(filters, text, text, (list, folder, below) => {
          const filter = compileFilters(list, { kind: 'local', root: '/a' })
          if (!filter.canSkipFolder(folder)) return
          skipped++
          expect(filter.includes(`${folder}/${below}`)).toBe(false)
        }),
        { numRuns: 50_000 },
      )
      expect(skipped).toBeGreaterThan(1000)
    })
  })
})

describe('onlySelected', () => {
  const everything = compileFilters([], s3)

  it('without a selection is the filter as it is', () => {
    expect(onlySelected(everything, null)).toBe(everything)
  })

  it.each<[string[], string[]]>([
    [[], []],
    [['d'], ['d/a.txt', 'd/b.log', 'd/e/c.txt']],
    [
      ['a.txt', 'b.log'],
      ['a.txt', 'b.log'],
    ],
    [['e', 'd/e', 'a'], []],
  ])('of %j leaves %j', (selection, left) => {
    const filter = onlySelected(everything, selection)
    expect(keys.filter(filter.includes)).toEqual(left)
    expect(keys.filter((key) => filter.decide(key).included)).toEqual(left)
  })

  it('includes nothing that the filter excludes, and says what decided', () => {
    const filter = onlySelected(compileFilters(filtersOf('-*.log'), s3), ['d'])
    expect(keys.filter(filter.includes)).toEqual(['d/a.txt', 'd/e/c.txt'])
    expect(filter.decide('d/b.log')).toEqual({ included: false, by: '--exclude *.log' })
    expect(filter.decide('a.txt')).toEqual({ included: false, by: 'not selected' })
    expect(filter.decide('d/a.txt')).toEqual({ included: true, by: null })
  })

  it.each([
    ['d', false],
    ['d/e', false],
    ['d/tmp', true],
    ['other', true],
    ['d0/', true],
    ['x/d', true],
  ])('lets the folder %j be skipped: %j', (folder, skipped) => {
    const filter = onlySelected(compileFilters(filtersOf('-d/tmp/*'), s3), ['d'])
    expect(filter.canSkipFolder(folder)).toBe(skipped)
  })
})

describe('compileFilters with an ignore file', () => {
  const ignore = (...lines: string[]) => ({
    name: '.sluiceignore',
    rules: parseIgnoreFile(lines.join('\n')),
  })
  const taken = (lines: string[], ...words: string[]): string[] =>
    keys.filter(compileFilters(filtersOf(...words), local, 'posix', ignore(...lines)).includes)

  it.each<[string, string[], string[], string[]]>([
    ['its lines leave out', ['*.log'], [], ['a.txt', 'd/a.txt', 'd/e/c.txt']],
    ['of its lines the last decides', ['d/', '!c.txt'], [], ['a.txt', 'b.log', 'd/e/c.txt']],
    ['filters come after it', ['*.log'], ['+d/*'], ['a.txt', 'd/a.txt', 'd/b.log', 'd/e/c.txt']],
    ['and leave out what it takes in', ['*', '!*.txt'], ['-d/*'], ['a.txt']],
    [
      'a slash in front is its folder, not the disk',
      ['/a.txt'],
      [],
      ['b.log', 'd/a.txt', 'd/b.log', 'd/e/c.txt'],
    ],
  ])('%s', (_, lines, words, left) => {
    expect(taken(lines, ...words)).toEqual(left)
  })

  it('leaves itself out, at the root alone, unless it says otherwise', () => {
    const { decide } = compileFilters([], s3, 'posix', ignore())
    expect(decide('.sluiceignore')).toEqual({ included: false, by: '.sluiceignore' })
    expect(decide('d/.sluiceignore').included).toBe(true)
    expect(compileFilters([], s3, 'posix', ignore('!.sluiceignore')).includes('.sluiceignore')).toBe(true)
  })

  it('says which line decided', () => {
    const { decide } = compileFilters([], s3, 'posix', ignore('# no', '*.log', '!/b.log'))
    expect(decide('d/b.log')).toEqual({ included: false, by: '.sluiceignore:2 *.log' })
    expect(decide('b.log')).toEqual({ included: true, by: '.sluiceignore:3 !/b.log' })
  })

  it('says which rules match, those of the file first', () => {
    const { matching } = compileFilters(filtersOf('-*.log', '+d/*'), s3, 'posix', ignore('d/', 'x'))
    expect(matching('d/b.log')).toEqual([0, 2, 3])
    expect(matching('.sluiceignore')).toEqual([])
  })

  it('skips a folder only where nothing in it is taken', () => {
    const skips = (folder: string, ...lines: string[]): boolean =>
      compileFilters([], local, 'posix', ignore(...lines)).canSkipFolder(folder)
    expect(skips('node_modules', 'node_modules/')).toBe(true)
    expect(skips('a/node_modules/', 'node_modules/')).toBe(true)
    expect(skips('node_modules', 'node_modules/', '!*.js')).toBe(false)
    expect(skips('node_modules', 'node_modules/', '!/src/*.js')).toBe(true)
    expect(skips('src', '/src/**')).toBe(false)
    expect(skips('src/x', '/src/**')).toBe(true)
  })

  it('takes names of Windows by its rules', () => {
    const filter = compileFilters([], { kind: 'local', root: 'C:\\s' }, 'win32', ignore('Build/*.TMP'))
    expect(filter.includes('build/a.tmp')).toBe(false)
  })

  it('never skips a folder that has something taken in it', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
    const part = fc.constantFrom('a', 'b', '*', '**', '?')
    const line = fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.constantFrom('', '/'),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '/'),
      )
      .map(([not, start, names, end]) => `${not}${start}${names.join('/')}${end}`)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), path, name, (lines, folder, below) => {
        const filter = compileFilters([], s3, 'posix', ignore(...lines))
        if (filter.canSkipFolder(folder)) expect(filter.includes(`${folder}/${below}`)).toBe(false)
      }),
    )
  })
})
