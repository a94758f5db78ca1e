/**
 * The script of pinned mode: it lies on the host, a forced command runs it, and what the bot asks comes as words in
 * SSH_ORIGINAL_COMMAND (sshd(8), "command="): no shell sees them, and here they are only compared with what stands here.
 */
import type { AnySource } from '../domain/source.ts'
import { functionsOf, stepsOf } from './compile.ts'
import { KIT_VERSION, OWN_SHA256 } from './kitHead.ts'
import { GENTLY, GUARD, RC } from './prelude.ts'
import { pathsOf, type Section, sectionsOf } from './sections.ts'

/** The section in which it tells the hash of its own text. */
const PINNED_SHA256 = 'memcheck/script'
/** What its refusals begin with. */
export const PINNED_SAYS = 'memcheck-pinned'
/** All ids of all sources are some 1,500 characters. */
const WORDS_CHARS = 8192

/** True for what a script can read that was written beforehand: it needs nothing that evidence tells. */
export function isPinnable({ at }: AnySource): boolean {
  return at.kind !== 'open-logs' && at.kind !== 'data-dirs'
}

/** What the bot sends: `memcheck 1 NONCE PID|- WAIT ID...`. */
export function pinnedWords(
  sources: readonly AnySource[],
  of: { readonly nonce: string; readonly pid: number | null; readonly waitSeconds: number },
): readonly string[] {
  const ids = [...new Set(sources.map(({ id }) => id))]
  return ['memcheck', `${KIT_VERSION}`, of.nonce, `${of.pid ?? '-'}`, `${of.waitSeconds}`, ...ids]
}

/** The script that knows these sources; a round asks for some of them, by id. */
export function pinnedScript(sources: readonly AnySource[]): string {
  const known = sources.filter(isPinnable)
  const sections = sectionsOf(known)
  const ids = [...new Set(known.map(({ id }) => idOf(id)))]
  return [
    HEAD,
    OWN_SHA256,
    WORDS,
    GUARD,
    GENTLY,
    ...functionsOf(sections),
    'watch_on',
    knownOnly(ids),
    ...stepsOf(sections, whereAsked),
    'cost',
    'watch_off',
    'kill $guard 2>/dev/null',
    'exit 0',
    '}',
    '{ exec 5<&0; main "$@" </dev/null; exit; }',
    '',
  ].join('\n')
}

/** A step that runs where one of its sources was asked for; a group reads the files of those alone. */
function whereAsked(sections: readonly Section[], step: string): string {
  const [first] = sections
  const asked = (id: string): string => `wanted ${idOf(id)}`
  if (sections.length === 1 && first?.step === 'group') {
    const files = first.sources.map(
      (source) => `if ${asked(source.id)}; then paths="$paths ${plainPaths(source)}"; fi`,
    )
    const call = step.split(' ').slice(0, GROUP_WORDS).join(' ')
    return ['paths=', ...files, `if [ -n "$paths" ]; then ${call} $paths; fi`].join('\n')
  }
  const ids = sections.flatMap((section) => section.sources.map(({ id }) => id))
  return `if ${ids.map(asked).join(' || ')}; then ${step}; fi`
}

/** `group SCOPE NAME SECONDS`: what stands before the paths. */
const GROUP_WORDS = 4

/** Paths that the shell may split at blanks, with the process's folder by its variable. */
function plainPaths(source: AnySource): string {
  const paths = pathsOf(source).map((path) => path.replace(/^\/proc\/PID\//, '$P/'))
  const odd = paths.find(
    (path) => !/^(?:\$P)?\/[A-Za-z0-9_./-]+$/.test(path) || /\bPID\b/.test(path),
  )
  if (odd !== undefined) throw new Error(`not a plain path: ${odd}`)
  return paths.join(' ')
}

function idOf(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_./:-]*$/.test(id)) throw new Error(`not a word: ${id}`)
  return id
}

/** Each word that is none of these gets a frame that says so: a bot may be newer than this script. */
function knownOnly(ids: readonly string[]): string {
  return `
for word in $words; do
  case $word in
    ${ids.join(' | \\\n    ')}) ;;
    ${PINNED_SHA256}) ;;
    *) begin "$word"; end "$word" ${RC.notPinned} ;;
  esac
done
begin ${PINNED_SHA256}; echo "$own"; end ${PINNED_SHA256} 0
`
}

const HEAD = `#!/bin/sh
# memcheck's script for sites that keep their own copy. It reads evidence of this host's memory, and of one process.
# Put it where only root can write, as executable, and give memcheck's key this one line in authorized_keys:
#   restrict,command="exec /opt/memcheck/kit.sh --pinned" ssh-ed25519 AAAA... memcheck
# and \`pinned: true\` into the host's entry in memcheck.yaml. The key can then do this and nothing else.
# What is asked comes as words, memcheck ${KIT_VERSION} NONCE PID|- WAIT SECTION..., which are compared with what stands here: none is
# run, expanded, or used as a path. It writes nothing, installs nothing, stops nothing; its output goes to memcheck, which
# masks it. Each run tells the sha256 of this file: memcheck shows it, and whether it is the one it would print itself.
# All is one function, called by the last line.
main() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
refuse() { printf '${PINNED_SAYS}: %s\\n' "$1" >&2; exit 64; }
[ "$1" = --pinned ] || refuse 'to be run by the key of memcheck: command="exec FILE --pinned"'
`

const WORDS = `
# The words, each held to its form; \`set -f\` so that none could be taken for names of files.
asked=$SSH_ORIGINAL_COMMAND
[ \${#asked} -le ${WORDS_CHARS} ] || refuse 'more words than it takes'
case $asked in
  'memcheck '*) ;;
  *) refuse 'this key is for memcheck in pinned mode alone (pinned: true in the entry of this host)' ;;
esac
case $asked in *[!A-Za-z0-9_./:\\ -]*) refuse 'a word has a character that none may have' ;; esac
set -f; ifs=$IFS; IFS=' '
set -- $asked
IFS=$ifs
[ "$2" = ${KIT_VERSION} ] || refuse "version $2 is asked, and this script has ${KIT_VERSION}: put today's here (memcheck kit pinned)"
[ $# -ge 5 ] || refuse 'words are missing'
nonce=$3 PID=$4 wait=$5 P=/proc/$4 maps_rc=0 maps=
case $nonce in *[!0-9a-f]*) refuse 'the nonce has another form' ;; esac
[ \${#nonce} -ge 16 ] && [ \${#nonce} -le 64 ] || refuse 'the nonce has another length'
case $PID in - | [1-9]*) ;; *) refuse 'no pid' ;; esac
case \${PID#-} in *[!0-9]* | ????????*) refuse 'no pid' ;; esac
case $wait in [0-9]) ;; *) refuse 'the wait is no single digit' ;; esac
shift 5
words=$*
set +f
wanted() { case " $words " in *" $1 "*) ;; *) return 1 ;; esac; }
own=$(own_sha256 "$0")
cd /proc || exit 71
exec 3>&1
`
