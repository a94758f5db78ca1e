/** Slack's rules for remote files and videos. Source: docs.slack.dev/reference/block-kit/blocks. */
import type { Faults } from '../faults.ts'
import type { Dict } from '../model.ts'

/** The documents say "less than" of these, where they say "maximum" elsewhere. */
const TITLE_CHARS = 199
const AUTHOR_CHARS = 49
const ANY = Number.POSITIVE_INFINITY

export function checkFileBlock(block: Dict, pointer: string, faults: Faults): void {
  if (block.source !== 'remote') faults.add(`${pointer}/source`, 'must be one of: remote')
  faults.words(block.external_id, ANY, `${pointer}/external_id`)
}

export function checkVideo(block: Dict, pointer: string, faults: Faults): void {
  faults.words(block.alt_text, ANY, `${pointer}/alt_text`)
  faults.text(block.title, TITLE_CHARS, ['plain_text'], `${pointer}/title`)
  if (block.description !== undefined)
    faults.text(block.description, TITLE_CHARS, ['plain_text'], `${pointer}/description`)
  faults.wordsIfAny(block.author_name, AUTHOR_CHARS, `${pointer}/author_name`)
  checkHttps(block.video_url, `${pointer}/video_url`, faults)
  if (block.title_url !== undefined) checkHttps(block.title_url, `${pointer}/title_url`, faults)
  faults.words(block.thumbnail_url, ANY, `${pointer}/thumbnail_url`)
}

function checkHttps(value: unknown, pointer: string, faults: Faults): void {
  const isHttps =
    typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:'
  if (!isHttps) faults.add(pointer, 'must be an https URL')
}
