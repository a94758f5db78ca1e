/** Masks what came by another way than the script's frames (script/frames.ts): a Prometheus, a walk, a capture's file. */
import type { Raw } from '../domain/capture.ts'
import { mask, maskText } from '../domain/secrets.ts'
import type { MaskRule } from '../domain/source.ts'

/** What was masked before stays as it is. */
export function maskedRaw(raw: Raw, rule: MaskRule): Raw {
  return raw.kind === 'ok'
    ? { ...raw, text: mask(raw.text, rule) }
    : { ...raw, detail: maskText(raw.detail) }
}
