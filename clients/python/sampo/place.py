"""Which node to ask, and with which token: found as the command line finds them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple, Optional, Union

from sampo.errors import SampoError, Unreachable

PathLike = Union[str, "os.PathLike[str]"]


class Place(NamedTuple):
    """A node that has left word: its address as host:port, where its token is, and its data directory if that is known."""

    address: str
    token_file: Path
    data: Optional[Path] = None

    def is_same_node(self, other: Place) -> bool:
        """Also when it was started again, at another port."""
        return self.address == other.address if self.data is None else self.data == other.data

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
        except OSError as failure:
            raise SampoError(f"the token at {self.token_file} cannot be read: {failure}") from failure


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
        return [found._replace(token_file=token or found.token_file)]
    posted = [each._replace(token_file=token or each.token_file) for each in _posted()]
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
    except (OSError, ValueError):
        return None
    return Place(lines[0], Path(lines[1]), data) if len(lines) >= 2 else None


def _posted() -> list[Place]:
    directory = Path.home() / ".sampo" / "nodes"
    try:
        files = [file for file in directory.iterdir() if _is_of_living(file.name)]
    except OSError:
        return []
    notices = [notice for notice in map(_notice, files) if notice is not None]
    notices.sort(key=lambda notice: notice[0], reverse=True)
    found = [_in(data) for _, data in notices]
    return [each for each in found if each is not None]


def _notice(file: Path) -> Optional[tuple[float, Path]]:
    """When it was left, and of which data directory; nothing when its node has taken it away by now."""
    try:
        return file.stat().st_mtime, Path(file.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


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
