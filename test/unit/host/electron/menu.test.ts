import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { menuTemplate } from '../../../../main/host/electron/menu.ts'

function menu(platform: NodeJS.Platform, developer = false) {
  const done: string[] = []
  const template = menuTemplate(
    platform,
    { command: (command) => done.push(command), openFolder: () => done.push('open folder') },
    developer,
  )
  const items = template.flatMap(({ submenu }) => (submenu as MenuItemConstructorOptions[] | undefined) ?? [])
  return { template, items, done }
}

const onlyOnMac = ['appMenu', 'windowMenu', 'services', 'hide', 'hideOthers', 'unhide', 'front', 'zoom']
const platforms = ['linux', 'win32', 'darwin'] as const

describe.each(platforms)('the menu on %s', (platform) => {
  test('starts and ends as the platform wants it', () => {
    const { template, items } = menu(platform)
    const roles = [...template, ...items].flatMap(({ role }) => role ?? [])
    if (platform === 'darwin') {
      expect(template[0]?.role).toBe('appMenu')
      expect(roles).not.toContain('quit')
    } else {
      expect(roles.filter((role) => onlyOnMac.includes(role))).toEqual([])
      expect(roles).toContain('quit')
    }
    expect(roles).toContain('editMenu')
  })

  test('reaches every command of the page', () => {
    const { items, done } = menu(platform)
    for (const { click } of items) click?.(undefined as never, undefined, undefined as never)
    expect(done.toSorted()).toEqual([
      'about',
      'focus-path',
      'history',
      'open folder',
      'palette',
      'preview',
      'refresh',
      'shortcuts',
      'swap',
      'tour',
    ])
  })

  test('offers no reload, and the developer’s tools only to a developer', () => {
    const roles = (developer: boolean) => menu(platform, developer).items.map(({ role }) => role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
    expect(roles(true)).not.toContain('reload')
    expect(roles(true)).not.toContain('forceReload')
  })
})
