"""The command line and the pages: thin, no logic of their own."""

__all__: list[str] = []
