import hashlib
import json

from agrafe.journal.models import JournalEntry


def digest_of(entry: JournalEntry) -> str:
    """Return the SHA-256 of a line and of the digest of the one before, in hexadecimal."""
    content = {
        "chain": entry.chain_id,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "user": entry.user_id,
        "action": entry.action,
        "target": [entry.target_type, str(entry.target_id or "")],
        "summary": entry.summary,
        "changes": entry.changes,
        "previous": entry.previous,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
