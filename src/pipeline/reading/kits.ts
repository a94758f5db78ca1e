/** Files that hold what a script of the kit printed: they are read as captures, not as texts of kinds. Pure. */
import { looksLikeKit } from '../../script/kitOutput.ts'
import { cleanText } from './text.ts'

/** First bytes in which an output is looked for; before it stands what a terminal or a ticket put there. */
const HEAD_BYTES = 64 * 1024

/** The text as it was printed; null for a file of anything else. */
export function kitIn(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, HEAD_BYTES)
  // As it is, where nothing has changed it: evidence may look like what is cleaned away.
  if (looksLikeKit(new TextDecoder().decode(head))) return new TextDecoder().decode(bytes)
  return looksLikeKit(cleanText(head).text) ? cleanText(bytes).text : null
}
