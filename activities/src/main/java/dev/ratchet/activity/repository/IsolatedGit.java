package dev.ratchet.activity.repository;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Lets JGit see no configuration of the machine or the user: what Git does here does not depend on
 * whose machine it is.
 */
final class IsolatedGit extends SystemReader.Delegate {
  private IsolatedGit(SystemReader reader) {
    super(reader);
  }

  /** Takes effect for the whole process. */
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedGit)) {
      SystemReader.setInstance(new IsolatedGit(SystemReader.getInstance()));
      // JGit measures for some seconds how exact a file system's times are, and here it may not
      // keep what it finds. Until it knows, it takes the worst case, and only reads files again
      // that it need not.
      FS.FileStoreAttributes.setBackground(true);
    }
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return empty(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return empty(parent, fs);
  }

  private static FileBasedConfig empty(Config parent, FS fs) {
    return new FileBasedConfig(parent, null, fs) {
      @Override
      public void load() {
        // Nothing to read.
      }

      @Override
      public void save() {
        // JGit would keep what it measured of the file system; it measures again.
      }

      @Override
      public boolean isOutdated() {
        return false;
      }
    };
  }
}
