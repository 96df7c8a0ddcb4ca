"""Many names at once: the stages that take the time, again, over arrays. Laws in the tests hold them to the plain ones.

A `packer` makes rows of profiles, which `collected` puts together as `packed` arrays, the weights of `models` before them;
`rows` names what stands in them, `features` what is measured of two names, `codes` are the keys at which these meet, and
`stored` tells where all that stands. Two texts are compared in `letters`, two parts in `parts`, two readings in `sides`,
`measures` and `curves` (at a `glance` where that is enough), two names in `readings`; `links` finds the pairs of many names,
which `pairs` gives out, and `pool` those of names that come one by one.
"""
