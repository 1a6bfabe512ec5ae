"""Who calls: the token of an OpenID issuer, checked.

Only `handlers.authorize` imports it, and neither imports anything else of ours: they are packed by themselves.
"""
