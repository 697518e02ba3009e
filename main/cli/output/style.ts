import type { Environment, Output } from '../../host/host.ts'

type Paint = (text: string) => string

/** Text in a colour or weight, or as it is. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly red: Paint
}

/** Colours on a terminal that has them; none where `NO_COLOR` is set (no-color.org) or output goes elsewhere. */
export function styleFor(output: Pick<Output, 'isTerminal'>, env: Environment): Style {
  const isOn = output.isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const paint =
    (start: number, end: number): Paint =>
    (text) =>
      isOn ? `\u001b[${start}m${text}\u001b[${end}m` : text
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
  }
}
