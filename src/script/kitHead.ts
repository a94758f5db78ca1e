/** What scripts that stay on a host say of themselves: which they are, where and when they ran, and what their text is. */

/** Version of the output of scripts that are carried to a host by hand, and of the words that a pinned one takes. */
export const KIT_VERSION = 1

/**
 * The first line of an output. What follows the nonce is told in marks of their own (verb K), so that nothing that
 * evidence holds can pass for them.
 */
export const KIT_FIRST_LINE = /^memcheck-kit (\d{1,6}) (collector|sampler) ([0-9a-f]{32})(\r?)$/m

export const OWN_SHA256 = `
# own_sha256 FILE: the hash of this script's own text, by whichever tool there is; \`-\` where it cannot be told.
own_sha256() {
  if [ -f "$1" ]; then
    for tool in sha256sum 'shasum -a 256' 'openssl dgst -sha256 -r' 'busybox sha256sum'; do
      command -v "\${tool%% *}" >/dev/null 2>&1 || continue
      sum=$($tool <"$1" 2>/dev/null) || continue
      sum=\${sum%% *}
      case $sum in '' | *[!0-9a-f]*) continue ;; esac
      [ \${#sum} -eq 64 ] || continue
      echo "$sum"; return
    done
  fi
  echo -
}
`

export const OWN_WORDS = `
# own_words KIND FILE PID: the first lines. The nonce marks all that follows: text of the host cannot know it beforehand.
own_words() {
  nonce=$(tr -cd 0-9a-f </proc/sys/kernel/random/uuid) 2>/dev/null
  [ \${#nonce} -eq 32 ] || nonce=$(od -An -N16 -tx1 /dev/urandom 2>/dev/null | tr -cd 0-9a-f)
  [ \${#nonce} -eq 32 ] || { echo 'no random number on this host: nothing was read' >&2; exit 69; }
  printf 'memcheck-kit ${KIT_VERSION} %s %s\\n' "$1" "$nonce" || exit 74
  word host "$(tr -cd A-Za-z0-9_.- </proc/sys/kernel/hostname 2>/dev/null)"
  word date "$(date -u +%s 2>/dev/null)"
  word user "$(id -u 2>/dev/null)"
  word pid "$3"
  word sha256 "$(own_sha256 "$2")"
}
word() { printf '@@%s K %s %s\\n' "$nonce" "$1" "\${2:--}" || exit 74; }
`
