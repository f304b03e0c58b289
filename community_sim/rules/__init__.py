"""The rules of the world: small pure functions of plain numbers, each written once.

Both engines call these same functions, in Python or compiled.  A rule knows no engine, no
file and no other rule module.  `p` is always the parameters (facts about the world) and
`levers` the policy in force (what a policymaker sets).

Rules take their arguments by position, because compiled code does; they use `math`, never
NumPy, and no power operator, so that compiled and interpreted results are the same bits.
"""
