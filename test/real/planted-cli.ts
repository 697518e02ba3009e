/** The command line from its source, with the planted bug that `PLANTED` names: `node test/real/planted-cli.ts sync …`. */
import { plant } from '../model/plant.ts'

plant(process.env['PLANTED'] ?? '')
await import('../../main/cli/sluice.ts')
