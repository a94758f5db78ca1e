/** A strict reader of the little XML that charts write. It throws where a real parser would. */

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Text directly inside, entities decoded. */
  readonly text: string
}

// XML 1.0 production 2 (Char): nothing else may stand in a document, not even escaped.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const TOKEN = /<(\/?)([A-Za-z][\w]*)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
}

/** Gives the elements in document order. */
export function readSvg(svg: string): readonly Element[] {
  if (NOT_XML.test(svg)) throw new Error('a character that XML forbids')
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = []
  const open: { name: string; attributes: Record<string, string>; text: string }[] = []
  let at = 0
  for (const match of svg.matchAll(TOKEN)) {
    if (match.index !== at) break
    at += match[0].length
    const [, closing, name = '', attributes = '', empty, text] = match
    if (text !== undefined) {
      const parent = open.at(-1)
      if (!parent) throw new Error(`text outside of the root: ${text}`)
      parent.text += decode(text)
    } else if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`)
    } else {
      if (elements.length > 0 && open.length === 0) throw new Error('a second root')
      const element = { name, attributes: attributesOf(attributes), text: '' }
      elements.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  if (at !== svg.length) throw new Error(`not XML at ${at}: ${svg.slice(at, at + 60)}`)
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`)
  return elements
}

/** Gives the elements of a class. */
export function ofClass(elements: readonly Element[], name: string): readonly Element[] {
  return elements.filter((element) => element.attributes.class === name)
}

/** Gives the one element of a class, or fails. */
export function only(svg: string, name: string): Element {
  const [element, second] = ofClass(readSvg(svg), name)
  if (!element || second) throw new Error(`not exactly one ${name}`)
  return element
}

/** Gives the texts of a class. */
export function textsOf(svg: string, name: string): readonly string[] {
  return ofClass(readSvg(svg), name).map((element) => element.text)
}

/** Gives a numeric attribute, or fails. */
export function numberOf(element: Element, name: string): number {
  const value = Number(element.attributes[name])
  if (element.attributes[name] === undefined || !Number.isFinite(value)) {
    throw new Error(`<${element.name}> has no number in ${name}: ${element.attributes[name]}`)
  }
  return value
}

function attributesOf(written: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of written.matchAll(/ ([\w:-]+)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`${key} stands twice`)
    attributes[key] = decode(value)
  }
  return attributes
}

function decode(text: string): string {
  return text.replace(/&([^;&]*)(;?)/g, (whole, name: string, end: string) => {
    const char = ENTITIES[name]
    if (end !== ';' || char === undefined) throw new Error(`not an entity: ${whole}`)
    return char
  })
}
