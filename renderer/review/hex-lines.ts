/** Bytes as people look at them: sixteen a line, with their places and what they are in ASCII. */
export function hexLines(hex: string): string {
  const bytes = hex.match(/../g) ?? []
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.slice(at, at + 16)
    const text = line.map((byte) => {
      const code = Number.parseInt(byte, 16)
      return code >= 32 && code < 127 ? String.fromCharCode(code) : '.'
    })
    lines.push(`${at.toString(16).padStart(4, '0')}  ${line.join(' ').padEnd(47)}  ${text.join('')}`)
  }
  return lines.join('\n')
}
