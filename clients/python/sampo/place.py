"""Which node to ask, and with which token: found as the command line finds them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple, Optional, Union

from sampo.errors import SampoError, Unreachable

PathLike = Union[str, "os.PathLike[str]"]


class Place(NamedTuple):
    """A node that has left word: its address as host:port, and where its token is."""

    address: str
    token_file: Path

    def token(self) -> str:
        """The secret. A file that others may read is refused, as the node refuses it."""
        try:
            mode = stat.S_IMODE(self.token_file.stat().st_mode)
            if os.name == "posix" and mode & 0o077:
                raise SampoError(
                    f"INSECURE_KEY_PERMISSIONS {self.token_file}: others may read the token; chmod 600 it, or, if somebody"
                    " may have, remove it and start its node again, which makes a new one"
                )
            return self.token_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise SampoError(
                f"there is no token at {self.token_file}; give the node's data directory as data=, or token_file="
            ) from None


def find(
    node: Optional[str] = None, data: Optional[PathLike] = None, token_file: Optional[PathLike] = None
) -> list[Place]:
    """Nodes to try, the likeliest first: as it is said, as SAMPO_NODE, SAMPO_DATA and SAMPO_TOKEN_FILE say, or those that
    this user has running here."""
    if node is None and data is None:
        node = os.environ.get("SAMPO_NODE") or None
    data = data if data is not None else os.environ.get("SAMPO_DATA") or None
    token_file = token_file if token_file is not None else os.environ.get("SAMPO_TOKEN_FILE") or None
    token = Path(token_file) if token_file is not None else None
    if node is not None:
        return [Place(node, token or _token_of(node, data))]
    if data is not None:
        found = _in(Path(data))
        if found is None:
            raise Unreachable(
                f"no node answers HTTP from data directory {data}; start one with ./sampo node --data {data}"
            )
        return [Place(found.address, token or found.token_file)]
    posted = [Place(each.address, token or each.token_file) for each in _posted()]
    if not posted:
        raise Unreachable(
            "no node of yours runs on this machine; start one with ./sampo node, or say where one is: node=\"host:port\""
            " or data=\"directory\""
        )
    return posted


def _token_of(node: str, data: Optional[PathLike]) -> Path:
    if data is not None:
        found = _in(Path(data))
        if found is not None:
            return found.token_file
    for each in _posted():
        if each.address == node:
            return each.token_file
    raise Unreachable(
        f"the token of {node} is not known here: no node of yours has left word of that address; give token_file=, or the"
        " node's data directory as data="
    )


def _in(data: Path) -> Optional[Place]:
    try:
        lines = (data / "http").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return Place(lines[0], Path(lines[1])) if len(lines) >= 2 else None


def _posted() -> list[Place]:
    directory = Path.home() / ".sampo" / "nodes"
    try:
        notices = [file for file in directory.iterdir() if _is_of_living(file.name)]
        notices.sort(key=lambda file: file.stat().st_mtime, reverse=True)
        found = [_in(Path(file.read_text(encoding="utf-8").strip())) for file in notices]
    except OSError:
        return []
    return [each for each in found if each is not None]


def _is_of_living(name: str) -> bool:
    pid, dash, _ = name.partition("-")
    if not dash or not pid.isdigit() or name.endswith(".new"):
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
