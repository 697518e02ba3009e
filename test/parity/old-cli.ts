/** Cases in which Debian's aws 2.9.19 differs from the newest, which the cases describe (VER): id → why. */
export const knownOfOldCli: ReadonlyMap<string, string> = new Map([
  ['DL-047', '--case-conflict came with 2.32.33 (CAS)'],
  ['PR-020', '2.9.19 refuses a max_bandwidth without a unit (CFG-3)'],
  ['V2-003', '--no-overwrite came with 2.33.0 (CMP-8)'],
  ['V2-004', '--no-overwrite came with 2.33.0 (CMP-8)'],
  ['V2-005', '--no-overwrite came with 2.33.0 (CMP-8)'],
  ['V2-012', 'a key with a leading slash is written outside before 2.34.57 (KEY-3)'],
])
