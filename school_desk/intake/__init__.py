"""Makes commands of files that come from outside: each `read_…` gives a frozen preview (in a worker process when a window is waiting),
each `…_command` puts the files it carries into the blob store and gives the command. Decides nothing: the handlers judge."""
