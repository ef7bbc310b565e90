"""What a connector is tried with: a fake server, a relay, recorded examples, the standard suite.

It knows no system by name, and it is part of the product: a new connector is tested with it.
"""
