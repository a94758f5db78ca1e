/** The answers of the form of a doubt -> a doubt, told where the verdict stands. */
import { EXPECTED } from '../../domain/doubt.ts'
import { doubtMessage } from '../../report/doubts.ts'
import { EXIT } from '../command.ts'
import { doubt as doubtNow } from '../doubts.ts'
import type { FormLogic } from './form.ts'

export const doubt: FormLogic = {
  complete: async () => [],
  async submit({ answers, memo }, asked, { house }) {
    const expected = EXPECTED.find((one) => one === answers['expected']) ?? 'unsure'
    const made = await doubtNow(house, asked, { runId: memo, expected, why: answers['why'] ?? '' })
    const message = doubtMessage(
      made.doubt,
      { isKept: made.isKept, keepMs: house.store.lifetimes.doubts },
      asked.lang,
    )
    // All who read the verdict should know that it is doubted.
    const done = { message, exit: EXIT.fine, json: { doubt: made.doubt } }
    return { kind: 'say', audience: 'channel', done }
  },
}
