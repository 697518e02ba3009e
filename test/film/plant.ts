import { mkdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'

const rooms = ['entrance', 'great hall', 'harbour', 'library', 'north tower', 'workshop', '中庭', 'сад']

/** The pictures of a museum: 8 rooms of 150, of 2 to 40 KiB. @returns their keys */
export async function plantMuseum(folder: string): Promise<string[]> {
  const keys: string[] = []
  for (const [room, name] of rooms.entries()) {
    await mkdir(path.join(folder, name), { recursive: true })
    for (let picture = 1; picture <= 150; picture++) {
      const key = `${name}/${name} ${String(picture).padStart(3, '0')}.jpg`
      const at = path.join(folder, key)
      await writeFile(at, Buffer.alloc(2048 + ((picture * 7919 + room * 104_729) % 38_000), picture))
      const taken = new Date(Date.UTC(2026, room, 1 + (picture % 28), 10, picture % 60))
      await utimes(at, taken, taken)
      keys.push(key)
    }
  }
  for (const [name, text] of [
    ['index.html', '<h1>The museum</h1>\n<p>Open every day but Monday.</p>\n'],
    ['prices.csv', 'who,price\nadults,12\nchildren,0\n'],
  ] as const) {
    await writeFile(path.join(folder, name), text)
    keys.push(name)
  }
  return keys
}
