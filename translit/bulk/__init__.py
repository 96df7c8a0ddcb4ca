"""Many names at once: the stages that take the time, again, over arrays. Laws in the tests hold them to the plain ones."""
