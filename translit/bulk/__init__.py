"""Many names at once: the stages that take the time, again, over arrays. Laws in the tests hold them to the plain ones.

`packed` makes arrays of profiles, `columns` names what stands in them. Two texts are compared in `letters`, two parts in
`parts`, two readings in `sides`, `measures` and `curves` (at a `glance` where that is enough), two names in `readings`;
`links` finds the pairs of many names, which `pairs` gives out, and `pool` those of names that come one by one.
"""
