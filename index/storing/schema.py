"""The tables of a library's file."""

SCHEMA = "5"
"""Version of the tables; a library of another one is refused."""

MONEY = "DECIMAL(38, 6)"
"""Money in 元: 32 digits before the point."""

META = {"key": "VARCHAR", "value": "VARCHAR"}

DOCUMENTS = {
    "name": "VARCHAR",
    "path": "VARCHAR",
    "sha256": "VARCHAR",
    "format": "VARCHAR",
    "added": "BIGINT",
    "edition": "VARCHAR",
    "agency": "VARCHAR",
    "region": "VARCHAR",
    "year": "INTEGER",
    "kind": "VARCHAR",
    "tables": "INTEGER",
    "facts": "INTEGER",
    "passages": "INTEGER",
    "gaps": "INTEGER",
    "broken": "INTEGER",
    "corrections": "VARCHAR",
    "disclosure": "BLOB",
    "report": "BLOB",
    "lines": "BLOB",
}

FACTS = {
    "document": "VARCHAR",
    "added": "BIGINT",
    "number": "INTEGER",
    "item": "VARCHAR",
    "aspect": "VARCHAR",
    "value": "VARCHAR",
    "unit": "VARCHAR",
    "yuan": MONEY,
    "printed": "VARCHAR",
    "source": "VARCHAR",
    "year": "INTEGER",
    "table": "INTEGER",
    "table_kind": "VARCHAR",
    "title": "VARCHAR",
    "row": "INTEGER",
    "side": "VARCHAR",
    "code": "VARCHAR",
    "full_code": "VARCHAR",
    "groups": "VARCHAR[]",
    "column": "VARCHAR[]",
    "measure": "VARCHAR",
    "fund": "VARCHAR",
    "is_total": "BOOLEAN",
    "direction": "VARCHAR",
    "against": "VARCHAR",
    "context": "VARCHAR",
    "sentence": "VARCHAR",
}

PASSAGES = {
    "document": "VARCHAR",
    "added": "BIGINT",
    "number": "INTEGER",
    "kind": "VARCHAR",
    "text": "VARCHAR",
    "topic": "VARCHAR",
    "section": "VARCHAR[]",
    "table": "INTEGER",
    "source": "VARCHAR",
    "digest": "VARCHAR",
}

TABLES = {"meta": META, "documents": DOCUMENTS, "facts": FACTS, "passages": PASSAGES}


def create_table(table: str) -> str:
    """The statement that makes a table.

    No keys: there is one writer, and DuckDB cannot delete and insert a key in one transaction. Rows
    are found by their document's place in the order of adding, in which they stand: of most parts
    of a table the file itself tells that it is not there.
    """
    columns = ", ".join(f'"{name}" {_stored(kind)}' for name, kind in TABLES[table].items())
    return f"CREATE TABLE {table} ({columns})"


def insert_rows(table: str) -> str:
    """The statement that inserts rows, given as one list a column."""
    columns = ", ".join(
        f'CAST(unnest(CAST(? AS {_sent(kind)}[])) AS {kind}) AS "{name}"'
        for name, kind in TABLES[table].items()
    )
    return f"INSERT INTO {table} SELECT {columns}"


def _stored(kind: str) -> str:
    """The type as it is kept; DuckDB would pack 2,048 blobs as one, and unpack all to read one."""
    return f"{kind} USING COMPRESSION uncompressed" if kind == "BLOB" else kind


def _sent(kind: str) -> str:
    """The type in which values reach DuckDB: decimals as text, so that none becomes a float."""
    return "VARCHAR" if kind == MONEY else kind
