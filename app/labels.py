"""Documents as a person calls them: agency, year and kind."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.texts import Texts
from index import Document


def label_document(document: Document, texts: Texts) -> str:
    """Agency · year · kind; the document's name where none of them is known."""
    kind = texts.kinds[document.kind] if document.kind else None
    known = (document.agency, document.year, kind)
    return " · ".join(str(part) for part in known if part) or document.name


def label_documents(documents: Sequence[Document], texts: Texts) -> Mapping[str, str]:
    """A label for each name; the name stands in those that several documents would share."""
    labels = {document.name: label_document(document, texts) for document in documents}
    counts = Counter(labels.values())
    for document in documents:
        label = labels[document.name]
        if counts[label] > 1 and label != document.name:
            standing = f"（{texts.superseded}）" if document.superseded_by else ""
            labels[document.name] = f"{label} · {document.name}{standing}"
    return labels
