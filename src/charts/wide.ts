/** Characters of East Asia: as wide as they are high, and drawn only where the bot was given a font that has them. */

/** Whole blocks by Unicode 15, East Asian Width W and F: radicals to Yi, Hangul, ideographs, full-width forms. */
export const WIDE =
  /[\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** True for a character that is measured as one em. */
export function isWide(char: string): boolean {
  return WIDE.test(char)
}
