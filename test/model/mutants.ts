/** One text of the engine's source put in the place of another. */
interface Patch {
  /** Below `main/engine/`. */
  readonly file: string
  readonly find: string
  readonly put: string
}

/** A bug that the simulated worlds must find (faults.md 5): the tests of the tests. */
export interface Mutant {
  readonly name: string
  readonly patches: readonly Patch[]
}

const patch = (file: string, find: string, put: string): Patch => ({ file, find, put })

export const mutants: readonly Mutant[] = [
  {
    name: 'a listing that failed counts as a whole plan',
    patches: [
      patch(
        'planning/make-plan.ts',
        'return { summary: plan.breakOff(brokenBy), brokenBy }',
        'return { summary: await plan.close(signal), brokenBy: null }',
      ),
    ],
  },
  {
    name: 'a page that proves nothing counts as the last one',
    patches: [
      patch(
        'listing/key-range.ts',
        'store.listPage(query, attemptSignal), this.#signal)',
        'store.listPage(query, attemptSignal), this.#signal).catch(() => ({ entries: [], next: null }))',
      ),
    ],
  },
  {
    name: 'keys are in the order of UTF-16',
    patches: [
      patch(
        'listing/key-order.ts',
        'return x < 0xd800 || y < 0xd800 ? x - y : rank(x) - rank(y)',
        'return x - y',
      ),
    ],
  },
  {
    name: 'what could not be read is taken for absent',
    patches: [
      patch('listing/protected-names.ts', 'if (this.#names.size === 0) return false', 'return false'),
    ],
  },
  {
    name: 'a file is not looked at again after it was read',
    patches: [
      patch(
        'transfer/source-file.ts',
        'if (!sameVersion(before, await onDisk(path, () => file.stat()))) throw new FileChanged(path)',
        '',
      ),
    ],
  },
  {
    name: 'bytes that do not verify are kept',
    patches: [
      patch(
        'transfer/prove-source.ts',
        "if (etags.includes(job.sourceEtag)) return 'hash'",
        "if (etags.length > 0) return 'hash'",
      ),
    ],
  },
  {
    name: 'a body that ends early is whole',
    patches: [
      patch('transfer/download.ts', 'if (position !== job.size) throw endedEarly(job, position)', ''),
      patch(
        'transfer/prove-source.ts',
        "if (etags.includes(job.sourceEtag)) return 'hash'",
        "if (etags.length > 0) return 'hash'",
      ),
      patch('local/temp-file.ts', 'if (written >= size) return', 'return'),
    ],
  },
  {
    name: 'what a relay reads is not verified',
    patches: [
      patch(
        'transfer/relay.ts',
        'proveSource(from, await read.end(), parts, tools, signal)',
        "Promise.resolve('hash')",
      ),
    ],
  },
  {
    name: 'keys are decoded once more',
    patches: [
      patch(
        'running/transfer-row.ts',
        'key: side.prefix + key,',
        'key: side.prefix + decodeURIComponent(key),',
      ),
    ],
  },
  {
    name: 'the errors of single keys of a batch are not looked at',
    patches: [
      patch(
        'transfer/remove-objects.ts',
        'return [{ row, error, ...',
        'void error\n    return [{ row, error: null, ...',
      ),
    ],
  },
  {
    name: 'victims are not looked at before they go',
    patches: [
      patch(
        'transfer/remove-objects.ts',
        'else if (current.etag !== row.destination?.etag || current.size !== row.destination.size) {',
        'else if (false) {',
      ),
    ],
  },
  {
    name: 'writes carry no condition, and the destination is not looked at',
    patches: [
      patch(
        'transfer/write-guard.ts',
        "if (expected.kind === 'absent') return { ifAbsent: true }",
        'return {}',
      ),
      patch('transfer/write-guard.ts', "if (expected.kind === 'any') return true", 'return true'),
    ],
  },
  {
    name: 'a file is replaced without a last look',
    patches: [patch('transfer/download-to-file.ts', "if (expected.kind === 'any') return\n", 'return\n')],
  },
  {
    name: 'deletes are done though transfers failed',
    patches: [patch('running/end-run.ts', 'tally.failed + tally.refused - tally.refusedByPlan > 0', 'false')],
  },
  {
    name: 'an empty source empties the destination',
    patches: [
      patch('planning/delete-guard.ts', 'found.sourceEntries === 0 && !rules.allowEmptySource', 'false'),
    ],
  },
  {
    name: 'the cap on deletes is not looked at',
    patches: [patch('planning/delete-guard.ts', 'if (over === null) return null', 'return null')],
  },
  {
    name: 'filters do not protect the destination',
    patches: [
      patch(
        'planning/make-plan.ts',
        'const onto = destination !== null && filters.destination.includes(key) ? destination : null',
        'const onto = destination',
      ),
    ],
  },
  {
    name: 'a dry run deletes',
    patches: [patch('running/end-run.ts', 'if (rules.dryRun) await', 'if (false) await')],
  },
  {
    name: 'a failed row is said to be done',
    patches: [
      patch(
        'running/end-refused.ts',
        "isChanged ? 'refused-changed' : 'failed'",
        "isChanged ? 'refused-changed' : 'done'",
      ),
    ],
  },
  {
    name: 'temp files stay',
    patches: [
      patch(
        'local/temp-file.ts',
        'this.#fs.unlink(this.#workPath),\n      this.#ranges?.remove(),',
        'Promise.resolve(),\n      this.#ranges?.remove(),',
      ),
    ],
  },
  {
    name: 'the notes beside temp files stay',
    patches: [patch('local/temp-file.ts', 'this.#ranges?.remove(),', 'Promise.resolve(),')],
  },
  {
    name: 'uploads that come to nothing are not aborted',
    patches: [patch('transfer/multipart.ts', 'await abandon(store, upload, tools)', '')],
  },
  {
    name: 'links below the destination are followed',
    patches: [
      patch(
        'local/hold-folder.ts',
        'return await fs.openFolder(path)',
        'return await fs.openFolder(await fs.realpath(path))',
      ),
    ],
  },
  {
    name: 'a part that an ended run sent is taken without a look at its bytes',
    patches: [
      patch(
        'transfer/multipart.ts',
        'if (before?.size === range.size && before.etag === hex(digest)) {',
        'if (before?.size === range.size) {',
      ),
    ],
  },
  {
    name: 'bytes are noted before they are written, and what is gone on with is not proved',
    patches: [
      patch(
        'local/temp-file.ts',
        'await this.#file.write(bytes, position)\n      await this.#ranges?.add({ from: position, to: position + bytes.length })',
        'await this.#ranges?.add({ from: position, to: position + bytes.length })\n      await this.#file.write(bytes, position)',
      ),
      patch(
        'transfer/download.ts',
        'await proveSource(job, fetched, parts, tools, signal)',
        "fetched.kept > 0 ? 'hash' : await proveSource(job, fetched, parts, tools, signal)",
      ),
    ],
  },
  {
    name: 'what is about to be deleted is not on record first',
    patches: [patch('running/run-deletes.ts', 'store.intents.begin(planned.map((row) => row.seq))', '')],
  },
  {
    name: 'an upload is on record only in memory when its parts go',
    patches: [
      patch(
        'planning/large-transfers.ts',
        '.run(seq, endpoint, bucket, key, uploadId, partSize, start)\n    this.#commit()',
        '.run(seq, endpoint, bucket, key, uploadId, partSize, start)',
      ),
    ],
  },
  {
    name: 'the old name of a move goes whatever has become of the new one',
    patches: [
      patch('running/run-moves.ts', 'await checkNewObject(context, side, row, signal)', ''),
      patch('running/run-moves.ts', 'if (error !== null) {', 'if (error !== null && row.outcome === null) {'),
    ],
  },
  {
    name: 'a cancel says nothing of what it leaves of moves',
    patches: [patch('running/end-run.ts', 'await sayHalfDone(context)', '')],
  },
  {
    name: 'old names go though deletes are withheld',
    patches: [
      patch('running/end-run.ts', 'if (stays) await leaveOldNames', 'if (false) await leaveOldNames'),
    ],
  },
  {
    name: 'runs that delete do not keep each other out',
    patches: [patch('running/keep-others-out.ts', 'if (end !== null) return end', 'return end as never')],
  },
  {
    name: 'contents that differ are not transferred',
    patches: [
      patch('planning/compare-pair.ts', "contents?.kind === 'same'", "contents?.kind !== 'unverified'"),
    ],
  },
  {
    name: 'a digest is remembered though the change time is another',
    patches: [patch('contents/digest-cache.ts', "row['changed'] === of.changed", 'true')],
  },
  {
    name: 'two objects made of parts count as the same',
    patches: [
      patch(
        'contents/object-against-object.ts',
        'source.etag === destination.etag',
        "theirs.kind === 'parts'",
      ),
    ],
  },
]
