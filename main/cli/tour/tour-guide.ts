import { join } from 'node:path'
import { escapeName, formatBytes, formatCounted, formatDuration } from '../../../shared/formats.ts'
import type { RunReport, Tally } from '../../../shared/job.ts'
import type { PlanRow } from '../../../shared/plan-row.ts'
import type { Host } from '../../host/host.ts'
import { rowLine } from '../output/addresses.ts'
import { styleFor, type Style } from '../output/style.ts'
import { planTable } from './plan-table.ts'
import type { SiteChange } from '../../practice/sample-site.ts'
import type { TourRun, TourSetting } from './tour-sync.ts'

const indent = '    '
const widest = 100

/** What the tour says, on stdout, within the terminal's width. */
export class TourGuide {
  readonly #host: Host
  readonly #setting: TourSetting
  readonly #style: Style

  constructor({ host }: { readonly host: Host }, setting: TourSetting) {
    this.#host = host
    this.#setting = setting
    this.#style = styleFor(host.stdout, host.env)
  }

  welcome(site: Tally): void {
    const { source, destination, endpoint } = this.#setting
    this.#say(
      '',
      `  ${this.#style.bold('Sluice, a practice run')}`,
      '',
      '  A sample site goes to a bucket, is changed, and goes again. The server is',
      '  our own and runs on this machine: nothing leaves it.',
      '',
      `    from  ${escapeName(source.root)}  (${formatCounted(site.count, 'file')}, ${formatBytes(site.bytes)})`,
      `    to    s3://${destination.bucket}  (${endpoint})`,
    )
  }

  heading(step: string, title: string, about: string): void {
    this.#say('', `  ${this.#style.bold(`${step}  ${title}`)}  ${this.#style.dim(about)}`, '')
  }

  /** @param most rows of one kind */
  plan({ report, rows }: TourRun, most: number): void {
    const { transfers, deletes, same } = report.summary
    const columns = Math.min(this.#host.stdout.columns, widest)
    const kept = same === 0 ? '' : `, ${same} the same on both sides`
    this.#say(
      ...planTable(rows, this.#style, columns - 2, most),
      `${indent}${transfers.count} to upload (${formatBytes(transfers.bytes)}), ${deletes.count} to delete${kept}.`,
    )
  }

  result({ transferred, deleted, proof, took }: RunReport): void {
    const gone = deleted.count === 0 ? '' : `, ${formatCounted(deleted.count, 'object')} deleted`
    const sent = `${formatCounted(transferred.count, 'file')} uploaded (${formatBytes(transferred.bytes)})`
    this.#say(
      `${indent}${sent}${gone}, in ${formatDuration(took)}.`,
      `${indent}${this.#style.green('Verified')}: ${proof.hash} by a hash over every byte, ${proof.size} by size only, ${proof.none} not at all.`,
    )
  }

  changes(changes: readonly SiteChange[]): void {
    for (const { what, path } of changes) this.#say(`${indent}${what.padEnd(9)}${path}`)
  }

  /** Rows as `sluice sync` prints them in the tour's folder. */
  rows(rows: readonly PlanRow[]): void {
    const { source, destination, home } = this.#setting
    const addresses = { source, destination, cwd: home, platform: this.#host.platform }
    this.#say(...rows.map((row) => `${indent}${escapeName(rowLine(row, addresses))}`), '')
  }

  idle({ summary }: RunReport): void {
    this.#say(
      `${indent}Once more: nothing to do, ${formatCounted(summary.same, 'file')} the same on both sides.`,
    )
  }

  farewell(): void {
    const { home, source } = this.#setting
    const { program } = this.#host
    const server = escapeName(join(home, 'server'))
    const { bold } = this.#style
    this.#say(
      '',
      `  ${bold('What is left')}`,
      '',
      `${indent}${escapeName(source.root).padEnd(server.length)}  the sample site`,
      `${indent}${server}  the server’s buckets`,
      '',
      `  ${bold('What to try next')}`,
      '',
      `${indent}The same server again, to try anything on:`,
      `${indent}  ${program} practice --directory ${server}`,
      `${indent}A folder of yours against a bucket of yours, changing nothing:`,
      `${indent}  ${program} sync FOLDER s3://BUCKET/PREFIX --delete --dryrun`,
      `${indent}All there is to know:`,
      `${indent}  ${program} sync --help`,
      '',
    )
  }

  #say(...lines: readonly string[]): void {
    void this.#host.stdout.write(lines.map((line) => `${line}\n`).join(''))
  }
}
