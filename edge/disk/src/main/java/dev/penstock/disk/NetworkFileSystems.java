package dev.penstock.disk;

import java.util.Locale;
import java.util.Set;

/**
 * File systems whose promises depend on another machine or program: there a force may mean nothing,
 * a rename may not be one step, and a lock may hold on this machine only.
 */
final class NetworkFileSystems {
  /** Type names as Linux, macOS and Windows report them. */
  private static final Set<String> TYPES =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "ncpfs",
          "9p",
          "afs",
          "afpfs",
          "coda",
          "ceph",
          "glusterfs",
          "lustre",
          "gpfs",
          "beegfs",
          "pvfs2",
          "orangefs",
          "webdav",
          "davfs",
          "vboxsf",
          "prl_fs",
          "vmhgfs",
          "drvfs");

  private NetworkFileSystems() {}

  /**
   * Whether a file system of this type is, or may be, elsewhere. Anything in user space is taken to
   * be, except {@code fuseblk}, which has a block device beneath.
   */
  static boolean isRemote(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(lower)
        || lower.equals("fuse")
        || lower.startsWith("fuse.")
        || lower.startsWith("macfuse")
        || lower.startsWith("osxfuse");
  }
}
