/** One fault of the catalogue: what goes wrong, how a test makes it go wrong, and what must come of it. */
export interface CataloguedFault {
  /** `F01` to `F90`; the names of its tests begin with it. */
  readonly id: string
  readonly fault: string
  readonly injection: string
  /** With the exit code of the command line. */
  readonly outcome: string
  /**
   * - `real`: the built command line against a server and this machine's own disk;
   * - `simulated`: the engine in memory, or the pure function that decides, where this machine has no such disk;
   * - `window`: in the suites that start the window, `component` and `ui`;
   * - `open`: it can't be run, because what it is about is not built.
   */
  readonly how: 'real' | 'simulated' | 'window' | 'open'
  /** What of it is simulated, not run or not built, and why. */
  readonly note?: string
}
