import { describe, expect, it } from 'vitest'
import { explainFsError, fsErrorCode } from '../../../../main/engine/local/explain-fs-error.ts'
import { SluiceError } from '../../../../shared/errors.ts'

const failing = (code: string): Error =>
  Object.assign(new Error(`${code}: words of the system, open '/d/a'`), { code })

describe('explainFsError', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EFBIG', 'disk-full'],
    ['EIO', 'disk-failed'],
    ['EROFS', 'disk-failed'],
    ['EACCES', 'not-permitted'],
    ['EPERM', 'not-permitted'],
    ['EBUSY', 'not-permitted'],
    ['EMFILE', 'not-permitted'],
    ['ENAMETOOLONG', 'name-too-long'],
    ['ENOTDIR', 'conflict'],
    ['EISDIR', 'conflict'],
    ['ELOOP', 'through-link'],
    ['ENOENT', 'gone'],
  ])('calls %s %s, names the path, says what to do and keeps the cause', (code, ours) => {
    const cause = failing(code)
    const error = explainFsError(cause, '/d/a')
    expect(error.code).toBe(ours)
    expect(error.message).toContain('/d/a')
    expect(error.subject).toBe('/d/a')
    expect(error.advice).toMatch(/\.$/)
    expect(error.cause).toBe(cause)
  })

  it("calls what it doesn't know internal, in the system's own words", () => {
    const error = explainFsError(failing('EWEIRD'), '/d/a')
    expect(error.toData()).toEqual({
      code: 'internal',
      message: "EWEIRD: words of the system, open '/d/a'",
      subject: '/d/a',
    })
    expect(explainFsError('a string', '/d').message).toBe('a string')
  })

  it('passes an explained error through', () => {
    const error = new SluiceError({ code: 'changed', message: 'It changed.' })
    expect(explainFsError(error, '/d/a')).toBe(error)
  })
})

describe('fsErrorCode', () => {
  it.each([
    [failing('ENOENT'), 'ENOENT'],
    [new Error('plain'), undefined],
    [Object.assign(new Error('odd'), { code: 7 }), undefined],
    [failing('ERR_INVALID_ARG_VALUE'), undefined],
    [new SluiceError({ code: 'changed', message: 'It changed.' }), undefined],
    [null, undefined],
    ['ENOENT', undefined],
  ])('of %s is %s', (error, code) => {
    expect(fsErrorCode(error)).toBe(code)
  })
})
