/** memcheck.yaml as a document that knows where each thing stands. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml'
import type { ConfigFault, FaultCode } from './words.ts'

/** Steps from the root: `['hosts', 2, 'port']`. */
export type Path = readonly (string | number)[]

/** A thousand hosts with all their keys take 200 KB. */
const MAX_BYTES = 1024 * 1024
/** Beyond this a file of a few lines could unfold to gigabytes ("billion laughs"). */
const MAX_ALIASES = 100

export interface Document {
  readonly value: unknown
  /** A fault at the value of the path, or at the nearest thing above it that is there. */
  at(path: Path, code: FaultCode, params: ConfigFault['params']): ConfigFault
  /** A fault at a key itself. */
  atKey(path: Path, key: string, code: FaultCode, params: ConfigFault['params']): ConfigFault
  lineOf(path: Path): number
}

/** `document` is null where the text is too broken for its faults to be told apart from their echoes. */
export interface DocumentRead {
  readonly document: Document | null
  readonly faults: readonly ConfigFault[]
}

/** Reads YAML 1.2. Keys that are there twice are faults, but the rest of the file is still looked at. */
export function readDocument(text: string, file: string): DocumentRead {
  const whole = (code: FaultCode, params: ConfigFault['params']): DocumentRead => ({
    document: null,
    faults: [{ file, line: null, code, params }],
  })
  if (text.length > MAX_BYTES) return whole('yaml-too-large', { limitBytes: MAX_BYTES })
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const faults = yaml.errors.map((error) =>
    syntaxFault(error, file, lines.linePos(error.pos[0]).line),
  )
  if (yaml.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return { document: null, faults }
  const plain = toPlain(() => yaml.toJS({ maxAliasCount: MAX_ALIASES }))
  if (plain === null) return whole('yaml-aliases', { limit: MAX_ALIASES })
  return {
    document: documentOf(plain.value, file, (path) => yaml.getIn(path, true), lines),
    faults,
  }
}

function documentOf(
  value: unknown,
  file: string,
  nodeAt: (path: Path) => unknown,
  lines: LineCounter,
): Document {
  const lineAt = (node: unknown): number | null =>
    isNode(node) && node.range ? lines.linePos(node.range[0]).line : null
  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const line = lineAt(nodeAt(path.slice(0, depth)))
      if (line !== null) return line
    }
    return 1
  }
  const lineOfKey = (path: Path, key: string): number => {
    const map = nodeAt(path)
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined
    return lineAt(pair?.key) ?? lineOf(path)
  }
  return {
    value,
    lineOf,
    at: (path, code, params) => ({ file, line: lineOf(path), code, params }),
    atKey: (path, key, code, params) => ({ file, line: lineOfKey(path, key), code, params }),
  }
}

/** Null when there are too many aliases; all else that goes wrong here is a bug. */
function toPlain(read: () => unknown): { readonly value: unknown } | null {
  try {
    return { value: read() }
  } catch (cause) {
    if (cause instanceof ReferenceError) return null
    throw cause
  }
}

function syntaxFault(error: YAMLError, file: string, line: number): ConfigFault {
  if (error.code === 'DUPLICATE_KEY') return { file, line, code: 'yaml-duplicate-key', params: {} }
  if (error.message.includes('reserved character @'))
    return { file, line, code: 'yaml-quote-at', params: {} }
  return { file, line, code: 'yaml-syntax', params: { detail: error.message.split('\n')[0] ?? '' } }
}

/** `hosts[2].port`, as a person finds it; the file's top is `memcheck.yaml` itself. */
export function spoken(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  return text === '' ? 'top level' : text.replace(/^\./, '')
}
