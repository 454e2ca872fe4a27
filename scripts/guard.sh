# Runs one command and ends it when the pipe on fd 0 closes: whoever started us may have been killed with -9, and what
# it started must not outlive it. Says the command's pid on fd 3 and ends with the command's own exit code.
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
{
  read -r _ <&4
  kill -TERM "$child" 2>/dev/null
  tries=0
  while kill -0 "$child" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$child" 2>/dev/null
} &
watch=$!
exec 4<&-
trap '' HUP INT TERM
wait "$child"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
