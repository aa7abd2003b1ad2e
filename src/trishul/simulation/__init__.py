"""What a simulated device answers: a pure function of a recording, a seed and the time.

Recordings are read by `recordings`, values that move come from `behaviours`, `device` puts them in order for the agent.
"""
