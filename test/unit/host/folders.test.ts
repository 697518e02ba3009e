import { describe, expect, it } from 'vitest'
import { platformFolders } from '../../../main/host/folders.ts'

describe('the folders of a platform', () => {
  it('are the XDG defaults on Linux', () => {
    expect(platformFolders('linux', {}, '/home/ada')).toEqual({
      settings: '/home/ada/.config/sluice',
      state: '/home/ada/.local/state/sluice',
      logs: '/home/ada/.local/state/sluice/logs',
      cache: '/home/ada/.cache/sluice',
      trash: '/home/ada/.local/share/Trash',
    })
  })

  it('follow the XDG variables, and ignore a relative or empty one', () => {
    const env = { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative', XDG_CACHE_HOME: '', XDG_DATA_HOME: '/d' }
    expect(platformFolders('freebsd', env, '/home/ada')).toEqual({
      settings: '/c/sluice',
      state: '/home/ada/.local/state/sluice',
      logs: '/home/ada/.local/state/sluice/logs',
      cache: '/home/ada/.cache/sluice',
      trash: '/d/Trash',
    })
  })

  it('are in Library on macOS', () => {
    expect(platformFolders('darwin', { XDG_STATE_HOME: '/x' }, '/Users/ada')).toEqual({
      settings: '/Users/ada/Library/Application Support/Sluice',
      state: '/Users/ada/Library/Application Support/Sluice',
      logs: '/Users/ada/Library/Logs/Sluice',
      cache: '/Users/ada/Library/Caches/Sluice',
      trash: null,
    })
  })

  it('are in AppData on Windows, wherever that is', () => {
    const env = { APPDATA: 'D:\\R', LOCALAPPDATA: 'D:\\L' }
    expect(platformFolders('win32', env, 'C:\\Users\\ada')).toEqual({
      settings: 'D:\\R\\Sluice',
      state: 'D:\\L\\Sluice',
      logs: 'D:\\L\\Sluice\\Logs',
      cache: 'D:\\L\\Sluice\\Cache',
      trash: null,
    })
    expect(platformFolders('win32', {}, 'C:\\Users\\ada').settings).toBe(
      'C:\\Users\\ada\\AppData\\Roaming\\Sluice',
    )
  })
})
