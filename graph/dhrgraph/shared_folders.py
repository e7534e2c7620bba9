"""Whether a folder is copied elsewhere: synchronised by a service, or on a drive that others reach.

Looked at are the environment that a service sets, the names of the folders above, the files by which a
service marks its own, and the kind of the file system. A service that leaves no trace is not found.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePath, PureWindowsPath
from typing import NamedTuple

import psutil

from dhrgraph.errors import shown

__all__ = ["Mount", "mounts", "shared_by", "shared_warning"]


class Mount(NamedTuple):
    """A file system that is mounted: the folder or drive, its kind, what it comes from and its options."""

    folder: str
    kind: str
    device: str = ""
    options: str = ""


#: Variables in which a service names its folder.
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
#: Names of folders, whole, in any case.
_FOLDERS = {
    "OneDrive": r"(?:microsoft )?onedrive(?: ?[-\u2013] ?.+|-.+)?|skydrive",
    "SharePoint": r"sharepoint(?: ?[-\u2013] ?.+|-.+)?",
    "Dropbox": r"(?:.+ )?dropbox(?: ?\(.+\)| ?- ?.+)?",
    "Google Drive": r"google ?drive(?: ?\(.+\)| ?- ?.+)?|my drive|shared drives|\.shortcut-targets-by-id",
    "iCloud": r"icloud ?drive(?: ?\(.+\))?|mobile documents|com~apple~clouddocs",
    "Box": r"box(?: sync|-box)",
    "Nextcloud": r"nextcloud\d*",
    "ownCloud": r"owncloud\d*",
    "Syncthing": r"syncthing",
    "MEGA": r"megasync(?: downloads)?",
    "pCloud": r"pcloud ?drive",
    "Proton Drive": r"proton ?drive(?:-.+)?",
    "Tresorit": r"tresorit(?: ?drive)?",
    "Egnyte": r"egnyte(?: ?drive)?",
    "Seafile": r"seafile|seadrive",
    "Synology Drive": r"synology ?drive",
    "Resilio Sync": r"resilio sync|btsync",
    "Amazon WorkDocs": r"amazon drive|workdocs(?:drive)?",
    "Creative Cloud": r"creative cloud files(?: .+)?",
}
#: Names that are a service's right below the folder of a user, and plain words elsewhere.
_AT_HOME = {"box": "Box", "sync": "Syncthing", "mega": "MEGA"}
#: A library of SharePoint as OneDrive names it, below the folder of the organisation: Team - Documents.
_LIBRARY = re.compile(r".+ - (?:documents|shared documents|general)", re.IGNORECASE)
_HOMES = {"users", "home", "documents and settings"}
#: Files and folders by which a service marks the folder that it keeps.
_MARKERS = {
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".stversions": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".boxsync": "Box",
    ".tresorit": "Tresorit",
    ".seafile-data": "Seafile",
    ".synologyworkingdirectory": "Synology Drive",
}
#: The database of a folder of Nextcloud or ownCloud, such as ._sync_0123456789ab.db or .sync_0123.db.
_DATABASE = re.compile(r"\.(?:_?sync_[0-9a-z]+|csync_journal)\.db", re.IGNORECASE)
_MOST_ENTRIES = 10_000
#: Kinds of file systems that lie on another machine, or pass to one.
_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|afpfs|ncpfs|9p|virtiofs|vboxsf|vmhgfs|prl_fs|davfs\d?|webdav|ceph|lustre|glusterfs"
    r"|gfs2?|ocfs2|beegfs|gpfs|coda|sshfs|ftpfs|curlftpfs|s3fs|rclone|drivefs|osxfuse|macfuse|fuse(?:blk)?\..+|fuse",
    re.IGNORECASE,
)
#: File systems in user space that lie on this machine.
_LOCAL = re.compile(
    r"fuse\.(?:portal|gvfsd-fuse|lxcfs|snapfuse|appimage.*|squashfuse.*|ntfs.*|exfat.*|ext\d|encfs|gocryptfs|cryfs|securefs"
    r"|veracrypt|mergerfs|bindfs|fuse-overlayfs|unionfs.*|archivemount|fuseiso)",
    re.IGNORECASE,
)
_NETWORK = "a network drive"


def mounts() -> list[Mount]:
    """The file systems of this machine."""
    try:
        return [
            Mount(part.mountpoint, part.fstype, part.device, part.opts) for part in psutil.disk_partitions(all=True)
        ]
    except (OSError, RuntimeError):  # a table that cannot be read names nothing
        return []


def shared_by(
    path: Path, environment: Mapping[str, str] | None = None, mounted: Iterable[Mount] | None = None
) -> str | None:
    """The service that keeps copies of a folder, or the kind of drive that others reach; None where none is known.

    Parameters
    ----------
    path : pathlib.Path
        A file or folder; it need not exist.
    environment : mapping, optional
        Variables of the environment; by default those of this process.
    mounted : iterable of Mount, optional
        File systems; by default those of this machine.
    """
    environment = os.environ if environment is None else environment
    mounted = mounts() if mounted is None else mounted
    for place in dict.fromkeys((_absolute(path), _resolved(path))):
        found = _by_environment(place, environment) or _by_marker(place) or _by_name(place) or _by_mount(place, mounted)
        if found:
            return found
    return None


def shared_warning(path: Path) -> str:
    """What to say of a folder that is copied elsewhere, and what to do; empty where none is known to be."""
    service = shared_by(path)
    if not service:
        return ""
    who = "others can reach it" if service.startswith(_NETWORK) else "copies of its files leave this machine"
    where = f"on {service}" if service.startswith(_NETWORK) else f"in {service}"
    return (
        f"{shown(path)} lies {where}: {who}. Keep records of reviews that are not published in a folder "
        "of this machine alone, or where those who may read them agreed to it in writing"
    )


def _absolute(path: Path) -> PurePath:
    """A path as it was typed, from the root on; one of Windows stays one of Windows."""
    text = str(path)
    if re.match(r"[A-Za-z]:[\\/]|[\\/]{2}[^\\/]", text):
        return PureWindowsPath(text)
    return Path(os.path.abspath(path))  # noqa: PTH100 - links must stay


def _resolved(path: Path) -> PurePath:
    """A path with its links followed, as far as it exists."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return _absolute(path)


def _by_environment(place: PurePath, environment: Mapping[str, str]) -> str | None:
    given = {key.casefold(): value for key, value in environment.items()}
    parts = _parts(str(place))
    for name in _VARIABLES:
        folder = _parts(given.get(name.casefold(), ""))
        if len(folder) > 1 and _below(parts, folder):
            return "OneDrive"
    return "Dropbox" if any(_below(parts, _parts(folder)) for folder in _dropbox(given)) else None


def _dropbox(environment: Mapping[str, str]) -> list[str]:
    """The folders of Dropbox, as its own file names them."""
    found: list[str] = []
    for name, below in (("appdata", "Dropbox"), ("localappdata", "Dropbox"), ("home", ".dropbox")):
        if environment.get(name):
            with suppress(OSError, ValueError):
                read = json.loads(Path(environment[name], below, "info.json").read_text(encoding="utf-8"))
                found += [str(each["path"]) for each in read.values() if isinstance(each, dict) and each.get("path")]
    return found


def _by_name(place: PurePath) -> str | None:
    """A service by the names of the folders above."""
    parts = _parts(str(place))
    small = [part.casefold() for part in parts]
    for at, part in enumerate(parts):
        for service, form in _FOLDERS.items():
            if re.fullmatch(form, part, re.IGNORECASE):
                return service
        if at > 1 and small[at - 2] in _HOMES and small[at] in _AT_HOME:
            return _AT_HOME[small[at]]
        if at > 2 and small[at - 3] in _HOMES and _LIBRARY.fullmatch(part):
            return "SharePoint"
        if small[at - 1 : at + 1] == ["library", "cloudstorage"]:
            below = PurePath(*parts[at + 1 : at + 2])
            return _by_name(below) or "a cloud service"
    return None


def _by_marker(place: PurePath) -> str | None:
    """A service that has marked the folder, or one above it."""
    if not isinstance(place, Path):
        return None
    for folder in (place, *place.parents):
        try:
            with os.scandir(folder) as entries:
                found = {entry.name.casefold(): entry for entry in islice(entries, _MOST_ENTRIES)}
        except OSError:  # it is not there yet, is a file, or may not be read
            continue
        for name, entry in found.items():
            if name in _MARKERS:
                return _MARKERS[name]
            if _DATABASE.fullmatch(name):
                return "Nextcloud or ownCloud"
            if name == ".dropbox" and entry.is_file():  # as a folder it holds the settings of the program
                return "Dropbox"
    return None


def _by_mount(place: PurePath, mounted: Iterable[Mount]) -> str | None:
    """The kind of the nearest file system above a path, where it lies on another machine."""
    if re.match(r"[\\/]{2}(?:[?.][\\/]UNC[\\/]|(?![?.][\\/])[^\\/])", str(place)):
        return _NETWORK
    parts = _parts(str(place))
    above = [(len(_parts(mount.folder)), number, mount) for number, mount in enumerate(mounted)
             if _below(parts, _parts(mount.folder))]  # fmt: skip
    if not above:
        return None
    nearest = max(above)[2]
    options = nearest.options.casefold()
    elsewhere = bool(re.match(r"[\\/]{2}[^\\/]", nearest.device)) or "remote" in options.split(",")
    if "aname=drvfs" in options and not elsewhere:  # a drive of Windows, as Linux on Windows shows it
        return None
    if not elsewhere and (not _REMOTE.fullmatch(nearest.kind) or _LOCAL.fullmatch(nearest.kind)):
        return None
    return _by_name(PurePath(nearest.device.replace(":", "/"))) or f"{_NETWORK} ({nearest.kind or 'mapped'})"


def _parts(text: str) -> list[str]:
    """The names of a path of either kind of system; the root of one of Unix is an empty name."""
    text = re.sub(r"^[\\/]{2}[?.][\\/](?:UNC[\\/])?", "", text)
    bare = text.rstrip("\\/")
    return re.split(r"[\\/]+", bare) if text else []


def _below(parts: list[str], above: list[str]) -> bool:
    """Whether a path is another one or lies below it; letters count the same in both cases."""
    return bool(above) and [part.casefold() for part in parts[: len(above)]] == [part.casefold() for part in above]
