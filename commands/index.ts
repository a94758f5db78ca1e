import type { Command } from '../src/pipeline/command.ts'
import type { UseCases } from '../src/pipeline/useCases.ts'
import { ask } from './ask.ts'
import { audit } from './audit.ts'
import { can } from './can.ts'
import { capture } from './capture.ts'
import { check } from './check.ts'
import { doctor } from './doctor.ts'
import { doubts } from './doubts.ts'
import { forget } from './forget.ts'
import { gcore } from './gcore.ts'
import { gdb } from './gdb.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { hosts } from './hosts.ts'
import { inspect } from './inspect.ts'
import { kit } from './kit.ts'
import { lang } from './lang.ts'
import { mark } from './mark.ts'
import { mask } from './mask.ts'
import { mute } from './mute.ts'
import { pause } from './pause.ts'
import { plan } from './plan.ts'
import { read } from './read.ts'
import { replay } from './replay.ts'
import { report } from './report.ts'
import { resume } from './resume.ts'
import { unmark } from './unmark.ts'
import { unmute } from './unmute.ts'
import { watch } from './watch.ts'

/** Every verb, in the order in which help shows them. */
export const COMMANDS: readonly Command<UseCases>[] = [
  check,
  watch,
  ask,
  history,
  inspect,
  mute,
  unmute,
  lang,
  mark,
  unmark,
  gdb,
  gcore,
  plan,
  kit,
  hosts,
  pause,
  resume,
  read,
  capture,
  replay,
  report,
  can,
  audit,
  mask,
  forget,
  doubts,
  doctor,
  help,
]
