import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { openKeychain, type KeychainEntry, type OpenEntry } from '../../../main/host/keychain.ts'
import { needs } from '../../servers/needs.ts'

/** A store of the system's, as the library shows it. */
function memory(): { kept: Map<string, string>; open: OpenEntry } {
  const kept = new Map<string, string>()
  const open: OpenEntry = (service, name) => {
    const id = `${service}/${name}`
    const entry: KeychainEntry = {
      getPassword: () => Promise.resolve(kept.get(id) ?? null),
      setPassword: (secret) => Promise.resolve(void kept.set(id, secret)),
      deletePassword: () => Promise.resolve(kept.delete(id)),
    }
    return Promise.resolve(entry)
  }
  return { kept, open }
}

const broken: OpenEntry = () => Promise.reject(new Error('Platform failure: no bus.'))

describe('a keychain', () => {
  test('keeps a secret under Sluice’s own name, gives it back and forgets it', async () => {
    const { kept, open } = memory()
    const keychain = openKeychain(open)
    expect(await keychain.problem()).toBeNull()
    expect(await keychain.read('nas')).toBeNull()
    await keychain.write('nas', 'hush')
    expect([...kept]).toEqual([['Sluice/nas', 'hush']])
    expect(await keychain.read('nas')).toBe('hush')
    await keychain.remove('nas')
    await keychain.remove('nas')
    expect(await keychain.read('nas')).toBeNull()
  })

  test('that is not there says so in words, and what to do', async () => {
    const keychain = openKeychain(broken)
    expect(await keychain.problem()).toBe(
      'The keychain of this computer can’t be used: Platform failure: no bus.'.replace('’', "'"),
    )
    const refused = expect.objectContaining({
      code: 'no-keychain',
      advice: expect.stringContaining('session') as string,
    })
    await expect(keychain.read('nas')).rejects.toEqual(refused)
    await expect(keychain.write('nas', 'hush')).rejects.toEqual(refused)
    await expect(keychain.remove('nas')).rejects.toEqual(refused)
  })
})

describe('the system’s own', needs('linux'), () => {
  test('without a Secret Service keeps nothing in the kernel, which would forget it', () => {
    const script = `
        import { openKeychain } from ${JSON.stringify(new URL('../../../main/host/keychain.ts', import.meta.url).href)}
        const keychain = openKeychain()
        const why = await keychain.problem()
        const code = await keychain.write('sluice-test', 'hush').then(() => 'kept', (error) => error.code)
        console.log(JSON.stringify({ why, code }))`
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' },
      encoding: 'utf8',
    })
    expect(JSON.parse(told)).toEqual({
      why: expect.stringContaining("can't be used: Platform failure") as string,
      code: 'no-keychain',
    })
  })
})
