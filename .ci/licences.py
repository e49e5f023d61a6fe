"""Reads `cargo metadata` and fails on a licence that nobody has agreed to."""

import json
import re
import sys

AGREED = {
    "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD", "CC0-1.0",
    "Unlicense", "Unicode-3.0", "Unicode-DFS-2016", "BSL-1.0", "CDLA-Permissive-2.0", "MPL-2.0", "OpenSSL",
}


def agreed(expression):
    """An OR needs one agreed side, an AND both; exceptions (WITH …) only loosen a licence."""
    expression = re.sub(r"\s+WITH\s+[\w.-]+", "", expression.replace("/", " OR "))
    expression = expression.replace("(", " ( ").replace(")", " ) ")
    words = [w if w in {"AND", "OR", "(", ")"} else str(w in AGREED) for w in expression.split()]
    return eval(" ".join(words).replace("AND", "and").replace("OR", "or"), {})  # only True, False and operators


packages = json.load(sys.stdin)["packages"]
bad = [(p["name"], p["version"], p.get("license")) for p in packages if not (p.get("license") and agreed(p["license"]))]
for name, version, licence in bad:
    print(f"{name} {version}: {licence}", file=sys.stderr)
print(f"{len(packages)} packages, {len(bad)} with a licence not agreed to")
sys.exit(bool(bad))
