import http from 'node:http'
import type { Plugin } from 'vite'

const id = '\0light-http'

const heavy = new Set(['WebSocket', 'CloseEvent', 'MessageEvent'])

/**
 * Has bundles ask Node for `node:http` where they would import it. For an import Node reads every property of the
 * module once, and three of them load its WebSocket client, which costs more than the rest of it: 60 ms of CPU and
 * 14 MiB in each process. Those three are not there for bundles.
 */
export const lightHttp = (): Plugin => ({
  name: 'light-http',
  enforce: 'pre',
  resolveId: (source) => (/^(node:)?http$/.test(source) ? id : null),
  load: (asked) => (asked === id ? lightModule() : null),
})

function lightModule(): string {
  const names = Object.keys(http).filter((name) => !heavy.has(name))
  return `
const http = process.getBuiltinModule('node:http')
export default http
export const { ${names.join(', ')} } = http
`
}
