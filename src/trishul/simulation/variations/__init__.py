"""snmpsim's variation modules: lines of .snmprec files whose values change, wait, refuse, or take what is set.

One file per module, each a pure function of its options, the agent's time, a seed and the request; `modules` is the
table of them. What they do to an answer is told by a `Reading` and by the exceptions of `engine.instances`.
"""
