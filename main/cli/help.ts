import { groups, type Flag, type Verb } from './flag.ts'
import { flags } from './flags.ts'

const width = 80
const flagColumn = 28

const exitCodes = `Exit codes, the worst where several hold (130, 6, 4, 3, 5, 7, 1, 2):
    0  all done and verified
    1  some items failed, were refused, or withheld
    2  done, with something skipped that a warning names
    3  a side is missing or could not be read to its end; nothing deleted
    4  no credentials, or not permitted
    5  a safety guard said no (empty source, --max-delete, another run)
    6  bytes did not verify
    7  the local disk: full, or failing
  130  interrupted; the same command goes on from there
  252  the command line makes no sense`

const safety = `Deletes, and where sluice is more careful than aws:
  * Unknown is not absent. When the source could not be listed to its proved
    end, nothing is deleted (exit 3). Below a name that could not be read,
    nothing is deleted (exit 2).
  * A source with no entry at all deletes nothing (exit 5), unless
    --allow-empty-source says it is meant to be empty.
  * Deletes come last, and not at all when a transfer failed.
  * Nothing is written or deleted through a link below a local destination, nor
    for a key that is no plain path inside it (../x, /x, a//b).
  * Where a folder is on another disk than in the last run of the same two
    places (the disk is not mounted, or a new one is, with less than half on
    it), nothing is deleted, and nothing is written to it (exit 5), unless
    --allow-changed-mount says it is right.
  * One S3 side inside the other is refused, unless a filter leaves it out.
  * Every transfer is verified; a file that changes underway is not uploaded.
  * --dryrun changes nothing at all, and gives the verdict of the run.`

const undoing = `Undo: what a run deletes or replaces is lost, unless a bucket keeps versions, or
  it is put aside first: by --trash into the trash of a file's own disk (Linux),
  by --backup-dir into DIR/<run>/, by --backup-prefix as copies that the server
  makes. What can not be put aside stays, and is a failure. What was put aside
  comes back with: sluice undo RUN`

const contents = `Contents (--compare content): what has one size on both sides is compared by
  what is in it. A file's MD5 is held against the ETag, over parts where the
  object was made of parts; where the ETag is no digest (SSE-KMS, SSE-C), its
  checksum against the one that the server keeps. Two buckets are compared by
  ETags and checksums alone. Nothing is downloaded to be compared, and digests
  are kept, so that a file is read again only when it has changed.
  What can not be compared goes by its time; where that says nothing either, it
  is left as it is and named (exit 2).`

const properties = `Properties (--compare properties): an object whose content is the same is also
  held to what this sync would give it: of an upload the type guessed from its
  name and what flags name; of a copy its source's headers and metadata, and
  over them what flags name. Compared are Content-Type, Cache-Control,
  Content-Disposition, Content-Encoding, Content-Language, metadata, and a
  storage class that is named. What differs is mended by a copy of the object
  onto itself ("update"): no byte is sent, and what nobody wants otherwise stays
  (tags, storage class, encryption); an ACL of its own does not. It costs a
  request for each name that is the same, two between buckets.`

const moves = `Moves (--delete --moves): a name that would be deleted and a new one with the
  same content are one "move": the server copies the object to its new name, or
  the file is renamed, and no byte is sent. Names and sizes prove nothing: a
  file is read and its digests are those of the object; two objects have one
  ETag that is a digest. Empty files, and what can not be proved, stay a delete
  and a transfer. Nothing is done before the whole plan is known.
  The old name goes last, by the rules of deletes below; where those say no, the
  new one comes all the same and the old one stays ("withheld"): to the next run
  it is a delete like any other, and counts as one. A move loses nothing, and
  does not count for --max-delete. The object keeps its properties and tags; an
  ACL of its own it does not.`

const expiry = `Credentials that expire on the way are asked for anew where they come from.
  Where that has none, a run on a terminal says what to do and waits; any other
  stops with exit 4, and the same command goes on from there.`

const json = `JSON (--json): a line is an object with a "type".
  "row"      a file or object that was dealt with: key, action, reason, why,
             state, from, to, source, destination, outcome; of a move also
             moved {key, seen}: the old name
  "hints"    of a dry run: what the whole plan looks like
  "warning"  a name that was skipped: side, key, path, kind, message
  "notice"   anything else worth saying: subject, message
  "report"   the last line, always: ok, exit, planned, done, failed, deleted,
             skipped, proof {hash, size, none}, and more; run.requests has the
             requests by kind`

const settings = `Settings: the \`s3 =\` block of a profile counts as it does for aws (v2).
  multipart_threshold, multipart_chunksize    8MB each by default; parts of
             what goes through this machine are 1 GB at most
  max_concurrent_requests                     256 by default, at most: how many
             there are follows what is seen, and what the server asks for
  max_bandwidth                               10485760, 10MB/s or 80Mb/s: all
             uploads and downloads of a run together
  addressing_style, use_accelerate_endpoint, use_dualstack_endpoint,
  payload_signing_enabled
  request_checksum_calculation counts too. Downloads are always verified,
  whatever response_checksum_validation says.`

const planExits = `Exit codes: those of sluice sync, and
    1  some rows were refused, because their world is another since
    3  a bucket or folder of the plan is gone; nothing done
    5  another run has this pair; nothing done
  252  the file is no plan, is damaged, was changed, is of a newer version, was
       made for other sides, or was applied already; nothing done`

const showJson = `JSON (--json): a line is an object with a "type".
  "plan"     of a file: its header, and its digest
  "run"      of a run: what it was, and its report
  "row"      a row: key, action, reason, why, decidedBy, state, from, to,
             source, destination, outcome
  "end"      the last line: rows
  "report"   the last line where it can not be shown: ok, exit, error
  "none"     with --why, a name without a row: included, by`

interface Page {
  readonly usage: string
  readonly about: string
  readonly after: readonly string[]
}

const pages: Readonly<Record<Verb, Page>> = {
  sync: {
    usage: 'sluice sync SOURCE DESTINATION [flags]',
    about: `Makes the destination match the source: a folder and a bucket, a bucket and a
folder, or two buckets. A drop-in for \`aws s3 sync\`: same flags, same meaning,
same lines on stdout, credentials from the same places.

A file is transferred when the destination lacks it, when sizes differ, or when
the time says so: uploads and copies when the source is newer, downloads when
the local file is newer (as aws does; see --exact-timestamps).

Examples:
  sluice sync ./site s3://my-bucket/site --delete --dryrun
  sluice sync ./site s3://my-bucket/site --delete --max-delete 10%
  sluice sync s3://my-bucket/site ./copy --exclude '*' --include '*.html'
  sluice sync s3://one s3://two --endpoint-url http://127.0.0.1:9000`,
    after: [contents, properties, moves, safety, undoing, settings, expiry, json, exitCodes],
  },
  plan: {
    usage: 'sluice plan (SOURCE DESTINATION | --again RUN) -o FILE [flags]',
    about: `Makes the plan of a sync and keeps it in a file, to look at, to hand on, and to
do later: exactly that, or nothing. Takes the flags of sluice sync and changes
nothing but FILE; prints what a dry run prints and ends with its exit code.

The file says what it is for: both sides, server and identity, filters, every
row with what was seen on both sides. It has no key and no password in it. A
file of that name is replaced only if it is a plan.

With --again RUN only what that run has refused is planned, by its sides and
rules: each of those names is looked at by itself, and nothing else is listed
but to see that both sides are there. Flags for rules are refused beside it, and
so is a connection to another server than that of the run.

Examples:
  sluice plan ./site s3://my-bucket/site --delete -o deploy.sluice
  sluice plan --again 20261126T190500-0a1b2c -o again.sluice
  sluice show deploy.sluice
  sluice apply deploy.sluice`,
    after: [contents, properties, moves, safety, settings, expiry, json, exitCodes],
  },
  show: {
    usage: 'sluice show FILE|RUN [flags]',
    about: `Shows a plan file, or a run by its name: for what, made where and when, and each
row with its reason. Reads and checks the file, and does nothing.

--why KEY explains one name: the rule or filter that decided, and both sides as
they were seen; of a run also what became of it. A name without a row is exit 1.

Examples:
  sluice show deploy.sluice
  sluice show deploy.sluice --why blog/index.html
  sluice show 20261126T190500-0a1b2c --json
  sluice show 20261126T190500-0a1b2c --csv > run.csv`,
    after: [showJson, planExits],
  },
  apply: {
    usage: 'sluice apply FILE [SOURCE DESTINATION] [flags]',
    about: `Does what a plan file says: its rows, and no others. Each is held to what was
seen when the plan was made; one whose file or object is another since, on
either side, is refused and named, with what it was then and is now (exit 1).
Deletes come last, and not at all when a transfer failed or was refused.

Server and identity come from the flags, the environment and the profile, never
from the file, and must be those of the plan; another identity must be asked for
with --profile. A plan that was not made by you on this machine needs both sides
on the command line; a folder may then be another than that of the plan.

A plan is applied once. A run that was cut off, or left something undone, goes
on with the same command.

Examples:
  sluice apply deploy.sluice
  sluice apply deploy.sluice ./site s3://my-bucket/site --profile deploy`,
    after: [undoing, settings, expiry, json, planExits],
  },
  cp: {
    usage: 'sluice cp SOURCE DESTINATION [flags]',
    about: `Copies without comparing: one file or object, or with --recursive everything
below a folder or prefix. A destination that ends in / (or is a folder) keeps
the name.

Examples:
  sluice cp report.pdf s3://my-bucket/2026/
  sluice cp s3://my-bucket/2026/report.pdf .
  sluice cp s3://one/a s3://two/b --recursive --exclude '*.tmp'`,
    after: [settings, expiry, json, exitCodes],
  },
  undo: {
    usage: 'sluice undo [RUN | last] [flags]',
    about: `Puts back what a run replaced or deleted on a bucket that keeps versions: what
it replaced is copied over again, what it deleted loses its delete marker, and
what it made is deleted. No version is ever removed. Where there are none, it
puts back what the run has put aside (--trash, --backup-dir, --backup-prefix),
with bytes, times and modes, and puts what the run wrote there in its turn.
A key that somebody else has written since is left as it is and named (exit 1);
so is what is not kept. A run that kept nothing can't be undone, and that is
said (exit 1). Without RUN, the runs that are kept.

An undo is a run like any other, and can be undone. An object's own ACL does not
come back.

Examples:
  sluice undo
  sluice undo last --dryrun
  sluice undo 20261126T190502-0a1b2c --profile work`,
    after: [expiry, json, exitCodes],
  },
  ls: {
    usage: 'sluice ls [s3://BUCKET[/PREFIX]] [flags]',
    about: `Lists buckets, or the folders and objects below a prefix, as \`aws s3 ls\` does.
Nothing below the prefix is exit 1.

Examples:
  sluice ls
  sluice ls s3://my-bucket/site/
  sluice ls s3://my-bucket --recursive --human-readable --summarize`,
    after: [],
  },
  presign: {
    usage: 'sluice presign s3://BUCKET/KEY [flags]',
    about: `Prints an address by which anybody can read one object, as \`aws s3 presign\`
does. No request is made: whether there is such an object is not looked at, and
the region must be that of its bucket (--region). It is signed with your keys;
with temporary credentials it ends when they do, which is said on stderr.

Examples:
  sluice presign s3://my-bucket/report.pdf
  sluice presign s3://my-bucket/report.pdf --expires-in 86400`,
    after: [],
  },
  cleanup: {
    usage: 'sluice cleanup [s3://BUCKET[/PREFIX] | FOLDER] [flags]',
    about: `Clears away what killed runs have left: parts of unfinished uploads, which are
billed and which no listing shows, and temp files of downloads. Only what the
records of runs on this machine name is touched; what others have begun is
shown, and aborted with --others when it is old. Without an address: the
uploads that our records name, at the server the connection leads to.

Run the killed command again first: it goes on from what is there.

Examples:
  sluice cleanup --dryrun
  sluice cleanup s3://my-bucket/site/ --dryrun
  sluice cleanup s3://my-bucket --others --older-than 30
  sluice cleanup ./site`,
    after: [],
  },
  practice: {
    usage: 'sluice practice [flags]',
    about: `Runs a small S3 server of our own on this machine, on 127.0.0.1 only, with its
buckets in a folder: somewhere to try commands where nothing can be lost. It
prints its address, its keys and a command to paste, and runs until Ctrl-C.

Examples:
  sluice practice --tour
  sluice practice --port 9000 --directory ./practice`,
    after: [],
  },
}

const overview = `Usage: sluice COMMAND [flags]

Makes one place match another: folders and S3 buckets. Shows what it will do,
does that, verifies it, and never deletes on a guess.

  sluice sync SOURCE DESTINATION   make the destination match (\`aws s3 sync\`)
  sluice cp SOURCE DESTINATION     copy, comparing nothing
  sluice plan SRC DST -o FILE      keep the plan of a sync in a file
  sluice show FILE|RUN             look at a plan, or at a past run
  sluice apply FILE                do exactly what a plan says
  sluice undo [RUN | last]         put back what a run replaced or deleted
  sluice ls [s3://BUCKET/PREFIX]   list buckets, folders, objects
  sluice presign ADDRESS           make a link to one object, for a while
  sluice cleanup [ADDRESS]         clear away what killed runs have left
  sluice practice [--tour]         a server to practise on; a guided tour
  sluice help COMMAND              everything about one of them
  sluice --version

Start here:
  sluice practice --tour
  sluice sync ./site s3://my-bucket/site --delete --dryrun

${exitCodes}
`

/** The help of a command; for any other name, of all of them. */
export function helpText(name: string): string {
  const verb = (Object.keys(pages) as Verb[]).find((known) => known === name)
  if (verb === undefined) return overview
  const page = pages[verb]
  const sections = groups.flatMap((group) => {
    const members = flags.filter((flag) => flag.group === group && flag.verbs.includes(verb))
    return members.length === 0 ? [] : [`${group}:\n${members.map(flagText).join('\n')}`]
  })
  return [`Usage: ${page.usage}`, page.about, ...sections, ...page.after].join('\n\n') + '\n'
}

/** `VALUE`, `[VALUE]` where it may be left out, `VALUE …` where there may be more. */
function valueOf({ value, orElse, many }: Flag): string {
  if (value === undefined) return ''
  if (orElse !== undefined) return ` [${value}]`
  return many === true ? ` ${value} …` : ` ${value}`
}

/** `  --name VALUE            what it does`, wrapped below itself. */
function flagText(flag: Flag): string {
  const head = `  ${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}${valueOf(flag)}`
  const lines = wrap(flag.help, width - flagColumn)
  const fits = head.length < flagColumn
  const first = fits ? head.padEnd(flagColumn) + (lines[0] ?? '') : head
  const rest = (fits ? lines.slice(1) : lines).map((line) => ' '.repeat(flagColumn) + line)
  return [first, ...rest].join('\n')
}

/** Breaks text at spaces into lines of at most `columns`. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
