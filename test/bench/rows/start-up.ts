import { nothingToClear, tools } from '../row.ts'
import type { Row } from '../row.ts'

export const startUp: Row = {
  id: 'B0',
  title: '`--version`, start to finish',
  objects: null,
  kinds: tools,
  async open(stage) {
    return {
      async attempt(contestant) {
        const env = await stage.env(contestant, 'http://127.0.0.1:1')
        return {
          command: { line: contestant.version ?? [], env, cwd: stage.folder },
          verdict: ({ exit, output }) =>
            Promise.resolve(exit !== 0 ? `exit ${exit}` : /\d/.test(output) ? null : 'it said no version'),
          clear: nothingToClear,
        }
      },
      close: nothingToClear,
    }
  },
}
