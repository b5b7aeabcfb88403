"""Which node to ask, and with which token: found as the command line finds them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple, Optional, Sequence, Union

from sampo.errors import SampoError, Unreachable

PathLike = Union[str, "os.PathLike[str]"]
Nodes = Union[str, Sequence[str]]
Directories = Union[PathLike, Sequence[PathLike]]


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
    node: Optional[Nodes] = None, data: Optional[Directories] = None, token_file: Optional[PathLike] = None
) -> list[Place]:
    """Nodes to try, the likeliest first: as it is said, as SAMPO_NODE, SAMPO_DATA and SAMPO_TOKEN_FILE say, or those that
    this user has running here."""
    node, data = node or None, data or None
    if node is None and data is None:
        node = os.environ.get("SAMPO_NODE") or None
    data = data if data is not None else os.environ.get("SAMPO_DATA") or None
    token_file = token_file if token_file is not None else os.environ.get("SAMPO_TOKEN_FILE") or None
    token = Path(token_file) if token_file is not None else None
    directories = [] if data is None else [Path(each) for each in _several(data)]
    if node is not None:
        return _at(_several(node), directories, token)
    if data is not None:
        found = [each for each in map(_in, directories) if each is not None]
        if not found:
            names = " or ".join(map(str, directories))
            raise Unreachable(
                f"no node answers HTTP from data directory {names}; start one with ./sampo node --data {names}"
            )
    else:
        found = _posted()
    if not found:
        raise Unreachable(
            "no node of yours runs on this machine; start one with ./sampo node, or say where one is: node=\"host:port\""
            " or data=\"directory\""
        )
    return [each._replace(token_file=token or each.token_file) for each in found]


def _several(said: Union[PathLike, Sequence[PathLike]]) -> Sequence[PathLike]:
    return [said] if isinstance(said, (str, os.PathLike)) else said


def _at(nodes: Sequence[PathLike], directories: Sequence[Path], token: Optional[Path]) -> list[Place]:
    """Of several it is enough that the token of one is known."""
    places: list[Place] = []
    unknown: Optional[Unreachable] = None
    for number, node in enumerate(map(str, nodes)):
        own = _in(directories[number]) if len(directories) == len(nodes) else None
        own = None if own is not None and own.address in nodes else own
        try:
            places.append(Place(node, token or _token_of(node, directories, own)))
        except Unreachable as failure:
            unknown = failure
    if not places and unknown is not None:
        raise unknown
    return places


def _token_of(node: str, directories: Sequence[Path], own: Optional[Place]) -> Path:
    """Of who has left word of that address, or else, as behind a tunnel, of its own directory: no other node is to learn it."""
    found = [each for each in map(_in, directories) if each is not None]
    known = [each for each in [*found, *_posted()] if each.address == node]
    if not known and own is not None:
        known = [own]
    if known:
        return known[0].token_file
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
