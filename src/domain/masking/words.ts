/** Which names are names of secrets, and which of them only speak of one (`password_file=/etc/x`, `max_tokens=4096`). */

/** Keys of which hardly one is told by a word that is none: `app_key=x`. */
const KEYS =
  'api|access|private|priv|account|signing|encryption|encrypt|decryption|decrypt|master|shared|pre-?shared|auth|session|licen[cs]e|storage|app|application|service|service[_-]?role|anon|admin|deploy|ssh|tls|ssl|gpg|pgp|rsa|aes|ed25519|hmac|jwt|enc|cipher|crypt|unlock|unseal|recovery|wallet|validator|write|ingest|ingestion|instrumentation|subscription|push|rpc|serial|activation|cf|data'
/** Keys that are as often a name or a number (`primary_key=id`): a secret where the value is nothing that one would say. */
const WEAK_KEYS =
  'client|server|host|node|user|read|primary|secondary|project|functions?|maps|ca|pass'

/** The words that make a name one of a secret, wherever in it they stand; any spelling and case. */
export const WORD = [
  String.raw`passw(?:or)?[dt]`,
  'passphrase',
  'passcode',
  String.raw`(?<!by|com|sur|tres|en|over)pass(?![a-z])`,
  String.raw`pwd(?![a-z])`,
  String.raw`(?:(?<![a-z])|root|bind|user|admin|db|sudo|my|pg)pw(?![a-z])`,
  'kennwort',
  'senha(?![a-z])',
  '密码|密碼|口令|密钥|秘钥|пароль',
  'requirepass',
  'masterauth',
  'secret',
  'token',
  String.raw`account[._]key(?:\.[\w-]{1,64}){1,6}`,
  String.raw`(?:${KEYS})[._ -]?key(?: \d{1,2}(?!\w))?`,
  String.raw`(?<![a-z])(?:${WEAK_KEYS})[._-]?key`,
  'sharedaccesssignature',
  'credential',
  String.raw`(?<![a-z])creds?(?![a-z])`,
  String.raw`(?:basic|http|wsrep_sst|rpc)[_-]?auth(?![a-z])`,
  String.raw`auth(?![a-z])`,
  String.raw`(?<![a-z])bearer(?![a-z])`,
  String.raw`cookie(?![a-z])`,
  String.raw`[cx]srf`,
  String.raw`session[_-]?id`,
  'sessid',
  String.raw`connect\.sid`,
  String.raw`(?<![a-z])(?:session|sess|sid)(?![a-z])`,
  String.raw`(?<![a-z])(?:jwt|wpa[_-]psk|psk)(?![a-z])`,
  String.raw`(?:auth|authorization|access|security|recovery|backup|mfa|otp)[_-]?codes?(?![a-z])`,
  String.raw`code[_-]verifier`,
  String.raw`(?<![a-z])(?:cvv2?|cvc)(?![a-z0-9])`,
  String.raw`_pat(?![a-z])`,
  'mnemonic|seed[_-]phrase',
  String.raw`response_?url`,
  'webhook',
  'proctitle',
].join('|')
/** Two groups: the word, and the rest of the name behind it. */
export const NAME = String.raw`(${WORD})([A-Za-z0-9_-]{0,64}(?:\.(?:key|value|password|secret|token|id|\d{1,3})(?![\w.]))?)`

/** Letters in threes of which each of these names has one (look.ts). */
export const WORD_MARKS =
  'pas pwd pw= pw: pw# _pw -pw .pw tpw dpw rpw npw bpw opw ypw gpw nnw nha éé= éé: ééé ecr tok key uth ede cre bea coo srf nid n_i n-i sid on= on: ss= ss: jwt psk _co -co hco sco yco pco e_v e-v cvv cvc _pa nem dac url hoo oct'.split(
    ' ',
  )

/** What follows the word where the value is no secret: where it is kept, how long it lives, how it is checked. */
const ABOUT =
  /^s?[_-]?(?:files?|path|dir(?:ectory)?|encryption|command|cmd|prompt|stdin|timeout|ttl|type|method|mode|length|len|size|count|limit|max|min|policy|version|ver|url|uri|endpoint|host|port|server|name|class|provider|store|manager|required|enabled|expir\w*|age|days|lifetime|algorithm|refs?|key_?refs?|key_?selector|selector|helper|(?:\w{1,16}[_-])?prefix|plugin|backend|interval|rotation|ary|ion|less|iz[\w-]*|\w*(?:exception|error|failure|filter|service|handler|factory|endpoint|controller|client|config|utils?|generator|validator|interceptor|repository|resolver|scheduler|impl|bean|encoder|parser|module)|\w*(?:index|idx|[pf]key|uniq|seq|context|cache))$/i
/** `auth` alone is a word of many names: `pg_auth_members`, `auth_time`. */
const AUTH_SECRET = /^(?:[_-]?(?:string|data|pass|code|header|value|info))?$/i
/** `max_tokens`, `pg_authid_token_bytes`. */
const COUNTED_BEFORE = /(?:max|min|num|total|input|output|prompt|used|per)[_-]?(?:\w{1,16}_)?$/i
/** Of parsers: `unexpected token: foo`. Of tests: `--- PASS: TestX`. */
const GRAMMAR_BEFORE = /(?:unexpected|expected|illegal|syntax|near|---)[ \0]?["'`]?$/i
/** Of Kubernetes: lists of names of secrets. */
const NAMED_BEFORE = /imagepull$/i
/** Values that tell how, not what; and names of variables that hold one. */
const WORDY =
  /^(?:true|false|yes|no|on|off|null|none|nil|undefined|trust|peer|ident|md5|scram-sha-256|cert|gss|sspi|ldap|pam|basic|bearer|enabled|disabled|required|include|denied|\*+|x+|<[a-z_ -]+>?|\$\{?[a-z_]{3,64}(?::-)?|%[sdvq]|\{\{.*|\$\([a-z].*|\{\w{1,16}|=+)$/i
/** The folders in which keys and tokens are kept: a value of such a name that begins so tells where. */
const PLACE =
  /^(?:file:(?:\/\/)?|@)?(?:~|\.{1,2})?\/(?:etc|run|var|opt|home|srv|root|usr|tmp|mnt|data|app|secrets?|vault|proc|dev|sys|boot|lib|snap|certs?|ssl|keys|config)\//
const FILE = /^[\w./~-]{1,200}\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|conf|asc|pub)$/
/** Passwords alone may be anything, a path too. */
const IS_PASSWORD = /^pass(?!_?key)|^pwd|pw$|^kenn|^senha|^密|^口|^пар/i
const OPAQUE = /^(?=.*\d)(?=.*[A-Za-z]).{8,}$/
const SESSION = /^(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9%._,+/-]{16,}={0,2}$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const INNER = new RegExp(WORD, 'i')
const WEAK = new RegExp(`^(?:${WEAK_KEYS})[._-]?key$`, 'i')

/** Whether a value under this name is no secret. `before` is what stands before the name's word, `value` has no quotes. */
export function isAbout(word: string, after: string, value: string, before: string): boolean {
  const said = value.replace(/["'}\])>.,;:\\]+$/, '')
  if (said === '' || WORDY.test(said) || ABOUT.test(after)) return hasNoUrl(word, said)
  // `auth_token`, `token-auth-file`: the last word of a name says what it is.
  const inner = INNER.exec(after)
  if (inner !== null)
    return isAbout(inner[0], after.slice(inner.index + inner[0].length), value, before)
  const name = word.toLowerCase()
  if (isSpoken(name, after, said, before)) return true
  if (IS_PASSWORD.test(name)) return name === 'pwd' && /^[/~]/.test(said)
  if (PLACE.test(said) || FILE.test(said)) return true
  if (WEAK.test(name)) return !OPAQUE.test(said)
  if (/^sess(?!.*key)|^sid$/.test(name)) return isNoSession(name, said)
  return name === 'auth' && !AUTH_SECRET.test(after)
}

/** A webhook's address is the secret itself. */
function hasNoUrl(word: string, value: string): boolean {
  return !(/^webhook$/i.test(word) && /^https?:\/\/[^/]+\/./.test(value))
}

/** Greenplum numbers its sessions, logind too. */
function isNoSession(name: string, value: string): boolean {
  if (/^sess.*id$/.test(name)) return /^\d{1,10}$/.test(value)
  return !SESSION.test(value) || UUID.test(value)
}

/** Words of a sentence, and counts. */
function isSpoken(name: string, after: string, value: string, before: string): boolean {
  if (GRAMMAR_BEFORE.test(before) || NAMED_BEFORE.test(before)) return true
  if (!/^\d{1,9}$/.test(value)) return /^webhook$/.test(name) && /^[a-z]+$/i.test(value)
  if (/^(?:cookie|webhook)$/.test(name) || /^s$/.test(after)) return !IS_PASSWORD.test(name)
  return name === 'token' && (/^s/.test(after) || COUNTED_BEFORE.test(before))
}
