import { parse } from 'svelte/compiler'

/*
 * What a person reads in the window stands in `renderer/words/`. This finds it where it does not belong: in templates, and
 * in strings that read as language. It goes by how a text looks and where it stands, so it can be wrong both ways; what it
 * is to pass by is listed here, with why.
 */

interface Node {
  readonly type: string
  readonly start: number
  readonly [part: string]: unknown
}

/** Attributes, props and fields of values whose text is said or shown, even if it is one word. */
const shown = new Set(
  (
    'title alt placeholder label aria-label aria-description aria-roledescription aria-valuetext ' +
    'text detail explanation heading message advice note also does'
  ).split(' '),
)

/** Attributes that are the browser's own, and read by nobody. */
const unseen =
  /^(aria-keyshortcuts|class|style|id|name|type|role|href|src|d|viewBox|autocomplete|transform|on.*)$/

/** Calls whose text is a selector of CSS, or says to a programmer what has gone wrong. */
const toPassBy = /^(querySelector|querySelectorAll|matches|closest|Error|setAttribute)$/

/** Calls whose arguments are said or shown: a count with its noun, a line of a menu, a notice. */
const toShow = /^(formatCounted|action|heading|say)$/

/** What looks like language and is none. */
const noWords: readonly RegExp[] = [
  // KeyboardEvent.key and .code, of one word; `Alt+Enter`, which `keysOn` turns into what is on the keys.
  /^(Alt|Backspace|Control|Delete|End|Enter|Escape|Files|Home|Insert|Meta|Period|Shift|Space|Tab)$/,
  /^((Ctrl|Alt|Shift)\+)+\S+$/,
  // ArrowLeft, NotImplemented, Content-Type: names in a program, of a server, of HTTP.
  /^[A-Z][a-z]+(-?[A-Z][A-Za-z]*)+$/,
  // Names of files, and patterns of them.
  /^(\.\w+|\*\.\w+|\[\w+\]|\w+\/\*|~\/\S+)$/,
  // Lengths and tracks of CSS.
  /\d(px|fr|em)\b|\b(minmax|repeat|calc|var)\(|\b(max|min)-content\b/,
]

/** The texts of the window in a source file, each with its line: `12: Copy a link`. */
export function findWords(file: string, source: string): string[] {
  const isPage = file.endsWith('.svelte')
  const head = '<script lang="ts">'
  const root = parse(isPage ? source : `${head}${source}</script>`, { modern: true, filename: file })
  const found: [number, string][] = []
  const say = (node: Node, text: string): void => {
    found.push([node.start - (isPage ? 0 : head.length), text.replaceAll(/\s+/g, ' ').trim()])
  }
  const parts = [root.fragment, root.instance?.content, root.module?.content]
  for (const part of parts) if (part) look(part as unknown as Node, say)
  return [...new Set(found.map(([at, text]) => `${source.slice(0, at).split('\n').length}: ${text}`))]
}

type Say = (node: Node, text: string) => void

function look(node: Node, say: Say): void {
  switch (node.type) {
    case 'Text':
      if (hasLetters(String(node['data']))) say(node, String(node['data']))
      return
    case 'ExpressionTag':
      lookShown(node['expression'] as Node, say)
      return
    case 'Attribute':
      lookAttribute(node, say)
      return
    case 'Property':
    case 'PropertyDefinition':
      lookProperty(node, say)
      return
    case 'Literal':
      if (typeof node['value'] === 'string' && readsAsWords(node['value'])) say(node, node['value'])
      return
    case 'TemplateLiteral': {
      if (readsAsWords(textOf(node))) say(node, textOf(node))
      lookInside(node, say)
      return
    }
    case 'CallExpression':
    case 'NewExpression': {
      const name = nameOf(node['callee'] as Node)
      if (toShow.test(name)) for (const part of node['arguments'] as Node[]) lookShown(part, say)
      else if (!toPassBy.test(name)) lookInside(node, say)
      return
    }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      lookFunction(node, say)
      return
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'StyleDirective':
    case 'RegularExpressionLiteral':
      return
    default:
      // A type says what a value may be; around a value it is passed by.
      if (node.type.startsWith('TS')) {
        if (isNode(node['expression'])) look(node['expression'], say)
      } else lookInside(node, say)
  }
}

function lookInside(node: Node, say: Say): void {
  for (const part of partsOf(node)) look(part, say)
}

const partsOf = (node: Node): Node[] =>
  Object.entries(node).flatMap(([name, part]) =>
    name === 'metadata' ? [] : (Array.isArray(part) ? (part as unknown[]) : [part]).filter(isNode),
  )

/** An attribute: its text counts where it is shown, or where a component may show it. */
function lookAttribute(node: Node, say: Say): void {
  const name = String(node['name'])
  const { value } = node
  const values = (Array.isArray(value) ? value : [value]).filter(isNode)
  for (const part of values) {
    if (part.type === 'Text') {
      const text = String(part['data'])
      if (shown.has(name) ? hasLetters(text) : !unseen.test(name) && readsAsWords(text)) say(part, text)
    } else if (shown.has(name)) look(part, say)
    else if (/^(class|style)/.test(name)) continue
    else look(part['expression'] as Node, say)
  }
}

function lookProperty(node: Node, say: Say): void {
  const key = node['key'] as Node
  const value = node['value'] as Node | null
  if (value === null) return
  if (node['computed'] === true) look(key, say)
  if (shown.has(nameOf(key))) lookShown(value, say)
  else look(value, say)
}

/** A function: where it gives text, and one of no few kinds, that counts as shown. */
function lookFunction(node: Node, say: Say): void {
  const gives = node['returnType'] as { typeAnnotation: Node } | undefined
  const body = node['body'] as Node
  if (gives?.typeAnnotation.type !== 'TSStringKeyword') return lookInside(node, say)
  for (const part of node['params'] as Node[]) look(part, say)
  if (body.type === 'BlockStatement') lookReturns(body, say)
  else lookShown(body, say)
}

function lookReturns(node: Node, say: Say): void {
  if (node.type === 'ReturnStatement' && isNode(node['argument'])) return lookShown(node['argument'], say)
  if (/Function|^Call|Literal$|Expression$|Declaration$/.test(node.type)) return look(node, say)
  for (const part of partsOf(node)) lookReturns(part, say)
}

/** A value that is shown: each text that it can be counts, even one word. */
function lookShown(node: Node, say: Say): void {
  switch (node.type) {
    case 'Literal':
      if (typeof node['value'] === 'string' && hasLetters(node['value'])) say(node, node['value'])
      return
    case 'TemplateLiteral':
      if (hasLetters(textOf(node))) say(node, textOf(node))
      for (const part of node['expressions'] as Node[]) lookShown(part, say)
      return
    case 'ConditionalExpression':
      look(node['test'] as Node, say)
      lookShown(node['consequent'] as Node, say)
      lookShown(node['alternate'] as Node, say)
      return
    case 'LogicalExpression':
      lookShown(node['left'] as Node, say)
      lookShown(node['right'] as Node, say)
      return
    default:
      look(node, say)
  }
}

/** The text of a template, a digit standing for each value in it. */
const textOf = (node: Node): string =>
  (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('0')

const nameOf = (node: Node): string => {
  if (node.type === 'MemberExpression') return nameOf(node['property'] as Node)
  if (node.type === 'Literal') return String(node['value'])
  return typeof node['name'] === 'string' ? node['name'] : ''
}

const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text) && !isNoWords(text)

/** Two words with a space between, a word with a value beside it, or one that begins as a sentence does. */
const readsAsWords = (text: string): boolean =>
  (/\p{L}{2}\S* +\S*[\p{L}\d]|\d\S* +\S*\p{L}{2}/u.test(text) || /^\p{Lu}\p{Ll}/u.test(text)) &&
  !isNoWords(text)

const isNoWords = (text: string): boolean => noWords.some((pattern) => pattern.test(text.trim()))

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
