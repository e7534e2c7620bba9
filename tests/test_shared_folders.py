"""Folders that are copied elsewhere: known by environment, name, marker and file system."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

import pytest
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.shared_folders import Mount, mounts, shared_by, shared_warning

LOCAL = [
    Mount("/", "ext4", "/dev/sda1", "rw"),
    Mount("/home", "ext4", "/dev/sda2", "rw"),
    Mount("C:\\", "NTFS", "C:\\", "rw,fixed"),
]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\ana\OneDrive\reviews", "OneDrive"),
        (r"C:\Users\ana\OneDrive - Anytown Council\Documents\dhr", "OneDrive"),
        (r"c:\users\ana\onedrive - anytown council\dhr", "OneDrive"),
        ("/Users/ana/Library/CloudStorage/OneDrive-AnytownCouncil/dhr", "OneDrive"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana@example.org/My Drive/dhr", "Google Drive"),
        ("/Users/ana/Library/CloudStorage/Dropbox/dhr", "Dropbox"),
        ("/Users/ana/Library/CloudStorage/Box-Box/dhr", "Box"),
        ("/Users/ana/Library/CloudStorage/NewService/dhr", "a cloud service"),
        (r"C:\Users\ana\Anytown Council\Safety Team - Documents\dhr", "SharePoint"),
        (r"C:\Users\ana\Dropbox (Personal)\dhr", "Dropbox"),
        (r"D:\Anytown Dropbox\Ana\dhr", "Dropbox"),
        (r"G:\My Drive\dhr", "Google Drive"),
        (r"G:\Shared drives\Safety\dhr", "Google Drive"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/dhr", "iCloud"),
        (r"C:\Users\ana\iCloudDrive\dhr", "iCloud"),
        (r"C:\Users\ana\Box\dhr", "Box"),
        ("/home/ana/Box Sync/dhr", "Box"),
        ("/home/ana/Nextcloud/dhr", "Nextcloud"),
        ("/home/ana/ownCloud2/dhr", "ownCloud"),
        ("/home/ana/Sync/dhr", "Syncthing"),
        (r"\\server\share\dhr", "a network drive"),
        ("//server/share/dhr", "a network drive"),
        (r"\\?\UNC\server\share\dhr", "a network drive"),
    ],
)
def test_names_of_folders(path: str, service: str) -> None:
    """A service is known by the folder that it makes, on each kind of system and in any case."""
    assert shared_by(Path(path), {}, LOCAL) == service


@pytest.mark.parametrize(
    "path",
    [
        r"C:\dhr\our-reviews",
        r"\\?\C:\dhr\our-reviews",
        "/home/ana/our-reviews",
        "/home/ana/dropboxes/dhr",
        "/srv/box/dhr",
        "/home/ana/work/sync/dhr",
        "/home/ana/documents/dhr",
        r"C:\Users\ana\Documents\dhr",
        "/home/ana/my drives/dhr",
    ],
)
def test_folders_of_this_machine(path: str) -> None:
    """A folder of this machine alone is none, whatever words its name has."""
    assert shared_by(Path(path), {"OneDrive": "", "HOME": "/home/ana"}, LOCAL) is None


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer", "ONEDRIVECOMMERCIAL"])
def test_environment(name: str) -> None:
    """OneDrive names its folder in the environment, whatever it is called."""
    environment = {name: r"D:\Work files"}
    assert shared_by(Path(r"d:\work files\dhr"), environment, LOCAL) == "OneDrive"
    assert shared_by(Path(r"D:\Work files 2\dhr"), environment, LOCAL) is None


def test_file_of_dropbox(tmp_path: Path) -> None:
    """Dropbox names its folder in a file of its own."""
    (tmp_path / "Dropbox").mkdir()
    info = {"business": {"path": r"E:\Team", "host": 1}, "personal": "?"}
    (tmp_path / "Dropbox" / "info.json").write_text(json.dumps(info))
    environment = {"APPDATA": str(tmp_path)}
    assert shared_by(Path(r"E:\Team\dhr"), environment, LOCAL) == "Dropbox"
    (tmp_path / "Dropbox" / "info.json").write_text("{")
    assert shared_by(Path(r"E:\Team\dhr"), environment, LOCAL) is None


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder/", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".dropbox.cache/", "Dropbox"),
        ("._sync_0123456789ab.db", "Nextcloud or ownCloud"),
        (".sync_9f3c.db", "Nextcloud or ownCloud"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".dropbox/", None),
        ("sync.db", None),
    ],
)
def test_markers(marker: str, service: str | None, tmp_path: Path) -> None:
    """A service is known by the files that it puts into its folder, for a folder that is still to be made as well."""
    place = tmp_path / marker
    if marker.endswith("/"):
        place.mkdir()
    else:
        place.touch()
    assert shared_by(tmp_path / "deep" / "reviews", {}, LOCAL) == service


@pytest.mark.parametrize(
    ("mount", "service"),
    [
        (Mount("/mnt/dhr", "nfs4", "server:/export"), "a network drive (nfs4)"),
        (Mount("/mnt/dhr", "cifs", "//server/share"), "a network drive (cifs)"),
        (Mount("/mnt/dhr", "smbfs", "//ana@server/share"), "a network drive (smbfs)"),
        (Mount("/mnt/dhr", "fuse.sshfs", "ana@server:/srv"), "a network drive (fuse.sshfs)"),
        (Mount("/mnt/dhr", "9p", "host"), "a network drive (9p)"),
        (Mount("/mnt/dhr", "davfs", "https://example.org/dav"), "a network drive (davfs)"),
        (Mount("/mnt/dhr", "fuse.rclone", "gdrive:"), "a network drive (fuse.rclone)"),
        (Mount("/mnt/dhr", "fuse.anything-new", "x"), "a network drive (fuse.anything-new)"),
        (Mount("/mnt/dhr", "fuse.gocryptfs", "/home/ana/cipher"), None),
        (Mount("/mnt/dhr", "fuseblk", "/dev/sdb1"), None),
        (Mount("/mnt/dhr", "tmpfs", "tmpfs"), None),
        (Mount("/mnt", "9p", "C:\\", "rw,aname=drvfs;path=C:\\"), None),
        (Mount("/mnt", "9p", r"\\server\share", "rw,aname=drvfs"), "a network drive (9p)"),
    ],
)
def test_mounts(mount: Mount, service: str | None) -> None:
    """A file system of another machine is known by its kind."""
    assert shared_by(Path("/mnt/dhr/reviews"), {}, [*LOCAL, mount]) == service


def test_mapped_drive() -> None:
    """A mapped drive of Windows is one of the network, the drive beside it is not."""
    mounted = [*LOCAL, Mount("H:\\", "", "H:\\", "rw,remote")]
    assert shared_by(Path("H:\\dhr"), {}, mounted) == "a network drive (mapped)"
    assert shared_by(Path("C:\\dhr"), {}, mounted) is None


def test_nearest_mount_counts() -> None:
    """Of mounts within each other the nearest one counts, and the root is above all."""
    mounted = [
        Mount("/srv", "nfs", "server:/srv"),
        Mount("/srv/disk", "ext4", "/dev/sdc"),
        Mount("/", "ext4", "/dev/sda"),
    ]
    assert shared_by(Path("/srv/disk/dhr"), {}, mounted) is None
    assert shared_by(Path("/srv/dhr"), {}, mounted) == "a network drive (nfs)"
    assert shared_by(Path("/srvx/dhr"), {}, mounted) is None
    assert shared_by(Path("/home/dhr"), {}, [Mount("/", "nfs", "server:/")]) == "a network drive (nfs)"


def test_links_are_followed(tmp_path: Path) -> None:
    """A link into a folder of a service is of the service, and so is a link within it."""
    inside = tmp_path / "Dropbox" / "dhr"
    inside.mkdir(parents=True)
    (tmp_path / "plain").symlink_to(inside)
    assert shared_by(tmp_path / "plain", {}, LOCAL) == "Dropbox"
    (tmp_path / "out").mkdir()
    (tmp_path / "Dropbox" / "out").symlink_to(tmp_path / "out")
    assert shared_by(tmp_path / "Dropbox" / "out", {}, LOCAL) == "Dropbox"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert shared_by(tmp_path / "loop", {}, LOCAL) is None


def test_this_machine() -> None:
    """The table of this machine is read, and every file system in it is a named folder."""
    assert mounts()
    assert all(PurePath(mount.folder).name or mount.folder for mount in mounts())


def test_init_warns(tmp_path: Path) -> None:
    """A collection in a folder of a service is made, with a warning that says where it lies and what to do."""
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "Nextcloud" / "ours")])
    assert done.exit_code == 0
    assert "lies in Nextcloud" in done.stderr
    assert "Keep records of reviews that are not published" in done.stderr
    assert "Nextcloud" not in shared_warning(tmp_path)
