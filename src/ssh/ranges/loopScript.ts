/**
 * A loop of perl, else of python3, that reads ranges of files for hosts without SFTP and where ranges are wanted at
 * one instant. It opens for reading only, regular files only, and ends with its standard input, or when it was asked
 * nothing for a while. What it is told comes as hex and numbers, on its arguments and its input: never as shell text.
 *
 * Arguments: NONCE IDLE_SECONDS HEX. The nonce is written first, so that what a login profile says before is passed
 * over; then a letter for the interpreter; then the answer to opening the path HEX.
 * Requests are lines: `o HEX` opens a path, `r FILE AT BYTES [AT BYTES ...]` reads, all of one line before any of it is
 * sent, `i` likewise as near to one instant as can be, `s FILE` tells size and time of change (seconds) as text, `c FILE`
 * closes. Answers are a big-endian number and that many bytes: a length, or FAULT + errno; an open file's answer is
 * FAULT - 1 - its number, with no bytes; closing has none.
 *
 * What is read goes into one buffer that is kept. Before an instant the kernel itself fills it (from /dev/zero): room that
 * grows while a heap is read costs a page fault for each page, which made the reading ten times as long as it need be, and
 * a busy process goes on meanwhile.
 */

/** Answers from here on tell an errno, those just below an open file's number. */
export const FAULT = 0xffffff00
/** Files of one loop; far more than one run opens. */
export const LOOP_FILES = 64

const NO_SUCH_FILE = 2
const NOT_REGULAR = 22
/** O_RDONLY | O_NONBLOCK on Linux (asm-generic/fcntl.h): opening a pipe that nobody writes must not wait. */
const OPEN_FLAGS = 0o4000

const PERL = `
use strict; my ($nonce, $idle, $first) = @ARGV; my @files; binmode STDOUT; binmode STDIN;
$0 = "memcheck-ranges"; my ($out, $ready) = ("", 0); sysopen my $zeros, "/dev/zero", 0;
sub answer { my $o = 0; while ($o < length $_[0]) { my $n = syswrite STDOUT, $_[0], length($_[0]) - $o, $o; exit 1 unless $n; $o += $n } }
sub opened { my $f; return ${FAULT} + ${NO_SUCH_FILE} if @files >= ${LOOP_FILES};
  sysopen $f, pack("H*", $_[0]), ${OPEN_FLAGS} or return ${FAULT} + ($! + 0);
  -f $f or return ${FAULT} + ${NOT_REGULAR}; binmode $f; push @files, $f; return ${FAULT} - @files }
alarm $idle; answer($nonce . "p" . pack("N", opened($first)));
while (my $line = <STDIN>) { alarm $idle;
  my ($word, $file, @ranges) = split " ", $line;
  if ($word eq "o") { answer(pack "N", opened($file)); next }
  if ($word eq "c") { close $files[$file] if $files[$file]; $files[$file] = undef; next }
  my $f = $files[$file];
  if ($word eq "s") { my @about = $f ? stat $f : (); my $said = @about ? "$about[7] $about[9]" : "";
    answer(pack("N", length $said) . $said); next }
  if ($word eq "i") { my $most = 0; $most += 4 + $ranges[2 * $_ + 1] for 0 .. $#ranges / 2;
    if ($most > $ready) { sysread $zeros, $out, $most; $ready = $most } }
  $out = "";
  while (@ranges) { my $at = shift @ranges; my $bytes = shift @ranges;
    my $from = length $out; $out .= "0000"; my $got = 0; my $fault = $f ? 0 : 9;
    if ($f and defined sysseek $f, $at, 0) { while ($got < $bytes) {
      my $n = sysread $f, $out, $bytes - $got, $from + 4 + $got; $fault = $! + 0 unless defined $n; last unless $n; $got += $n } }
    substr($out, $from, 4) = pack "N", ($got or not $fault) ? $got : ${FAULT} + $fault }
  answer($out) }
`

const PYTHON = `
import os, signal, stat, sys
nonce, idle, first = sys.argv[1], int(sys.argv[2]), sys.argv[3]
files, out = [], sys.stdout.buffer
def number(n): return n.to_bytes(4, "big")
def opened(path):
  if len(files) >= ${LOOP_FILES}: return ${FAULT} + ${NO_SUCH_FILE}
  try: f = os.open(bytes.fromhex(path), ${OPEN_FLAGS})
  except OSError as e: return ${FAULT} + e.errno
  if not stat.S_ISREG(os.fstat(f).st_mode):
    os.close(f)
    return ${FAULT} + ${NOT_REGULAR}
  files.append(f)
  return ${FAULT} - len(files)
def room(size, instant):
  global held, ready
  if size > len(held): held, ready = memoryview(bytearray(size)), 0
  if not instant or size <= ready: return
  if zeros is not None: os.readv(zeros, [held[:size]])
  ready = size
def ranged(f, at, size, to):
  got, fault = 0, 0
  try:
    os.lseek(f, at, 0)
    while got < size:
      n = os.readv(f, [held[to + 4 + got:to + 4 + size]])
      if n == 0: break
      got += n
  except OSError as e: fault = e.errno
  held[to:to + 4] = number(got if got or not fault else ${FAULT} + fault)
  return to + 4 + got
held, ready = memoryview(b""), 0
try: zeros = os.open("/dev/zero", os.O_RDONLY)
except OSError: zeros = None
signal.alarm(idle)
out.write(nonce.encode() + b"y" + number(opened(first)))
out.flush()
for line in sys.stdin.buffer:
  signal.alarm(idle)
  word, file, *ranges = line.decode().split()
  if word == "o": out.write(number(opened(file)))
  elif word == "c":
    if files[int(file)] >= 0: os.close(files[int(file)])
    files[int(file)] = -1
  elif word == "s":
    about = os.fstat(files[int(file)]) if files[int(file)] >= 0 else None
    said = b"%d %d" % (about.st_size, about.st_mtime) if about else b""
    out.write(number(len(said)) + said)
  else:
    n, end = [int(word) for word in ranges], 0
    room(sum(n[1::2]) + 2 * len(n), word == "i")
    for i in range(0, len(n) - 1, 2): end = ranged(files[int(file)], n[i], n[i + 1], end)
    out.write(held[:end])
  out.flush()
`

/**
 * POSIX sh that becomes the interpreter; it is sent on standard input of `sh -s -- NONCE IDLE HEX`. All is one function,
 * called by the last line: no shell has any of it left to read when the interpreter takes over its input.
 */
export const LOOP_SCRIPT = `main() {
LC_ALL=C; PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; export LC_ALL PATH
cd / || exit 71
case $1$2$3 in *[!0-9a-f]*) exit 64 ;; esac
if perl -e 1 </dev/null >/dev/null 2>&1; then exec perl -e '${PERL}' "$@"; fi
if python3 -c 'import signal' </dev/null >/dev/null 2>&1; then exec python3 -c '${PYTHON}' "$@"; fi
printf '%s-' "$1"
exit 127
}
main "$@"
`
