"""What the pages show is Python."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

_TOP = Path(__file__).resolve().parents[3]
_PAGES = ["clients/python/README.md", "docs/python.md", "docs/remote.md"]


class DocsTest(unittest.TestCase):
    def test_every_block_compiles(self) -> None:
        for page in _PAGES:
            blocks = re.findall(r"```python\n(.*?)```", (_TOP / page).read_text(encoding="utf-8"), re.DOTALL)
            self.assertTrue(blocks, page)
            for block in blocks:
                compile(block, page, "exec")
