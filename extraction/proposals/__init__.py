"""What a model proposes where the rules leave a document open: answers that only point, made into
layouts and statements by code.
"""
