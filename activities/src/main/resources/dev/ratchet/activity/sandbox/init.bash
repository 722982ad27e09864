# The first process of a container. Its arguments are the command, whose end it waits for. Its
# standard input is a line to the worker: whatever comes over it, its end above all, ends the
# container, and the kernel then ends everything in it.
#
# The shell that runs this may be executed and not read, so that the kernel lets no process of the
# same user look into it: what is in the container could otherwise open the line from this side,
# and hold it for ever. For the same reason nothing here starts a program or reads an environment
# that came from outside.

declare -r refused=125 out_of_memory=241 out_of_processes=242 called_off=143

if [[ $$ != 1 ]]; then
  echo 'init is not the first process of its container' >&2
  exit $refused
fi
exec 3<&0 </dev/null
(
  exec 3<&-
  if [[ -e /proc/1/fd/3 ]]; then
    echo 'init can be read by what it starts' >&2
    exit $refused
  fi
  exec "$@"
) &
command=$!

# A read that runs out of time gives more than 128, and the end of the line gives 1.
until ! kill -0 $command 2>/dev/null; do
  read -r -t 0.1 -u 3
  [[ $? -gt 128 ]] || break
done
if kill -0 $command 2>/dev/null; then
  code=$called_off
else
  wait $command
  code=$?
fi
[[ $code != 0 ]] || exit 0

# Whether a counter of this container's control group, version 1 or 2, is above zero.
counted() {
  local key=$1 file name value
  shift
  for file in "$@"; do
    [[ -r $file ]] || continue
    while read -r name value; do
      [[ $name != "$key" || $value == 0 ]] || return 0
    done <"$file"
  done
  return 1
}

groups=/sys/fs/cgroup
! counted oom_kill $groups/memory/memory.oom_control $groups/memory.events || exit $out_of_memory
! counted max $groups/pids/pids.events $groups/pids.events || exit $out_of_processes
exit $code
